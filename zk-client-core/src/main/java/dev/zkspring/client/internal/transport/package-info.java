/** Finding a server and exchanging frames with it: host names, connection race, framing. */
@NullMarked
package dev.zkspring.client.internal.transport;

import org.jspecify.annotations.NullMarked;
