/** Runs annotated watch methods: endpoint, registrar, registry and container, and the conversion of node data. */
@NullMarked
package dev.zkspring.listener;

import org.jspecify.annotations.NullMarked;
