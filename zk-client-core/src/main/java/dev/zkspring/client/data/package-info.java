/** Immutable values that travel between the application and the client, and the callbacks that receive them. */
@NullMarked
package dev.zkspring.client.data;

import org.jspecify.annotations.NullMarked;
