/** A ZooKeeper server inside the application, for development and tests, and its auto-configuration. */
@NullMarked
package dev.zkspring.boot.embedded;

import org.jspecify.annotations.NullMarked;
