/** Observations of requests and of calls of watch methods, from which traces and meters are made. */
@NullMarked
package dev.zkspring.observation;

import org.jspecify.annotations.NullMarked;
