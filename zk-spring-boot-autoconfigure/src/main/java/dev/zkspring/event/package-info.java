/** Application events about the connection and the watches, and what publishes them. */
@NullMarked
package dev.zkspring.event;

import org.jspecify.annotations.NullMarked;
