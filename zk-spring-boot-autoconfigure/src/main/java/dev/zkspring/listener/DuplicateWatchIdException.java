package dev.zkspring.listener;

/** Thrown at start-up when two watches have the same id. */
public final class DuplicateWatchIdException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String id;

    private final String first;

    private final String second;

    DuplicateWatchIdException(String id, ZkWatchMethod first, ZkWatchMethod second) {
        super("Watch id '%s' is used by %s and by %s. Give each watch an id of its own, or none"
                .formatted(id, first, second));
        this.id = id;
        this.first = first.toString();
        this.second = second.toString();
    }

    public String id() {
        return id;
    }

    /** The method, with its bean, that had the id already. */
    public String first() {
        return first;
    }

    /** The method, with its bean, that was refused. */
    public String second() {
        return second;
    }
}
