/** Makes the page of the benchmarks and its plots from the figures of the last run. */
@NullMarked
package dev.zkspring.client.bench.page;

import org.jspecify.annotations.NullMarked;
