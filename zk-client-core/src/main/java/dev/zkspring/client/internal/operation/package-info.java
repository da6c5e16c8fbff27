/** Operations that take several requests. */
@NullMarked
package dev.zkspring.client.internal.operation;

import org.jspecify.annotations.NullMarked;
