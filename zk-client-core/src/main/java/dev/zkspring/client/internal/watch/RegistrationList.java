package dev.zkspring.client.internal.watch;

import java.util.List;

/** Several registrations for one path and kind of watch. */
record RegistrationList(List<Registration> all) implements Registrations {}
