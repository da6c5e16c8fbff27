/** Comparisons with other clients, run by hand: the figures depend on the machine, the ratios less so. */
@NullMarked
package dev.zkspring.client.bench;

import org.jspecify.annotations.NullMarked;
