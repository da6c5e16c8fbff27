package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.Chroot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A watcher and the view through which it was registered, whose paths it is to be told. A watcher registered through
 * two views counts as two.
 */
public record Registration(Watcher watcher, Chroot chroot) implements Registrations {

    /** Whether it is this watcher's, be it by a handle or without. */
    boolean isFor(Watcher asked, Chroot view) {
        return isFor(watcher, asked) && chroot.equals(view);
    }

    /** Whether what was registered is this watcher, or a handle for it. */
    public static boolean isFor(Watcher registered, Watcher asked) {
        return registered.equals(asked)
                || registered instanceof PersistentWatch handle
                        && handle.target().equals(asked);
    }

    @Override
    public List<Registration> all() {
        return List.of(this);
    }

    @Override
    public boolean contains(Registration registration) {
        return equals(registration);
    }

    @Override
    public Registrations plus(Registration registration) {
        return equals(registration) ? this : new RegistrationSet(this, registration);
    }

    @Override
    public @Nullable Registrations minus(Registration registration) {
        return equals(registration) ? null : this;
    }
}
