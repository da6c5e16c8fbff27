/** ZooKeeper's primitive encoding (jute) on Netty buffers. */
@NullMarked
package dev.zkspring.client.internal.wire;

import org.jspecify.annotations.NullMarked;
