/** The annotations that make bean methods follow nodes, and what finds and checks them. */
@NullMarked
package dev.zkspring.annotation;

import org.jspecify.annotations.NullMarked;
