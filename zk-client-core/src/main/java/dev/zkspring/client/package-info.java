/** The client that applications use: a facade that builds requests, submits them and waits for nothing else. */
@NullMarked
package dev.zkspring.client;

import org.jspecify.annotations.NullMarked;
