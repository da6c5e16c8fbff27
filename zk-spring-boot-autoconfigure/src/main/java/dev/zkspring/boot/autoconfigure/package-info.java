/** Auto-configuration of the client: properties, connection details, life cycle and explanations of failed starts. */
@NullMarked
package dev.zkspring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
