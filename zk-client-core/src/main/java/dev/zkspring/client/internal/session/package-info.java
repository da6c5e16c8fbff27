/** The session: its state machine, the requests in flight, liveness and reconnection, all on one event loop. */
@NullMarked
package dev.zkspring.client.internal.session;

import org.jspecify.annotations.NullMarked;
