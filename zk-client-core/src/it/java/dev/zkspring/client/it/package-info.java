/** Tests of the client against real servers, and the fixtures for them: servers to kill and links to cut. */
@NullMarked
package dev.zkspring.client.it;

import org.jspecify.annotations.NullMarked;
