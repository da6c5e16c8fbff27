/** An application without ZooKeeper. */
@NullMarked
package dev.zkspring.samples.startup;

import org.jspecify.annotations.NullMarked;
