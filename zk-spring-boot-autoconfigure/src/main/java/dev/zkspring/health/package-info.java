/** Health of a client, from its session and from the four-letter words of its servers. */
@NullMarked
package dev.zkspring.health;

import org.jspecify.annotations.NullMarked;
