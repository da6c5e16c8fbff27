/** The exceptions of the client, one class for each error code of the server. */
@NullMarked
package dev.zkspring.client.error;

import org.jspecify.annotations.NullMarked;
