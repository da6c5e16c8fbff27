/** Other ZooKeeper clients under the same faults as this one, what becomes of their users' work, and the page of it. */
@NullMarked
package dev.zkspring.client.comparison;

import org.jspecify.annotations.NullMarked;
