package dev.zkspring.client.internal.watch;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several registrations for one path and kind of watch. */
final class RegistrationSet implements Registrations {

    private final Set<Registration> registrations = new LinkedHashSet<>();

    RegistrationSet(Registration first, Registration second) {
        registrations.add(first);
        registrations.add(second);
    }

    @Override
    public Collection<Registration> all() {
        return registrations;
    }

    @Override
    public boolean contains(Registration registration) {
        return registrations.contains(registration);
    }

    @Override
    public Registrations plus(Registration registration) {
        registrations.add(registration);
        return this;
    }

    @Override
    public @Nullable Registrations minus(Registration registration) {
        registrations.remove(registration);
        return registrations.isEmpty() ? null : this;
    }
}
