/** ZooKeeper in a container, for tests: the container and its service connection. */
@NullMarked
package dev.zkspring.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
