/** Four-letter words: questions to one server that need an address and no session. */
@NullMarked
package dev.zkspring.client.admin;

import org.jspecify.annotations.NullMarked;
