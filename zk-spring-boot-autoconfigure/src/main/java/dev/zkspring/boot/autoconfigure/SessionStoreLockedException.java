package dev.zkspring.boot.autoconfigure;

import java.nio.file.Path;

/**
 * The file of {@code zk.session.store} is in use. Two clients with one session would take it from each other for ever,
 * so the application does not start.
 */
public final class SessionStoreLockedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    private final String holder;

    SessionStoreLockedException(Path file, String holder) {
        super("zk.session.store: \"%s\" is in use by %s (expected: a file of this instance's own)"
                .formatted(file, holder));
        this.file = file;
        this.holder = holder;
    }

    /** The file of the property, not the one beside it that is locked. */
    public Path file() {
        return file;
    }

    /** Who uses the file, as far as known. */
    public String holder() {
        return holder;
    }
}
