/** The table of watchers of every kind, and the queues that carry their events to the application. */
@NullMarked
package dev.zkspring.client.internal.watch;

import org.jspecify.annotations.NullMarked;
