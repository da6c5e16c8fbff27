/** One record for each message of the protocol, its writing and its reading side by side. */
@NullMarked
package dev.zkspring.client.internal.protocol;

import org.jspecify.annotations.NullMarked;
