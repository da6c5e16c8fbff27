/** A small web application that shows what the starter is for: members, a shared text and live events. */
@NullMarked
package dev.zkspring.samples.quickstart;

import org.jspecify.annotations.NullMarked;
