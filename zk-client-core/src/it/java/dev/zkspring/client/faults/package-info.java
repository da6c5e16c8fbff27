/**
 * Clients under faults: seeded schedules of broken links and servers, what the clients under them reported, and the
 * checkers that say whether it can be true.
 */
@NullMarked
package dev.zkspring.client.faults;

import org.jspecify.annotations.NullMarked;
