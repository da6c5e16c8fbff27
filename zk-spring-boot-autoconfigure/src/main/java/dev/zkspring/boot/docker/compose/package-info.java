/** Service connections to ZooKeeper in Docker Compose. */
@NullMarked
package dev.zkspring.boot.docker.compose;

import org.jspecify.annotations.NullMarked;
