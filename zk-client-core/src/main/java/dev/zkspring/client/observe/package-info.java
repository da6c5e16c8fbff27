/** What a client tells those who measure or trace it. */
@NullMarked
package dev.zkspring.client.observe;

import org.jspecify.annotations.NullMarked;
