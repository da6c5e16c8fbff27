/** The sample without a web server: what a batch job, a bot or an agent looks like. */
@NullMarked
package dev.zkspring.samples.plain;

import org.jspecify.annotations.NullMarked;
