package dev.zkspring.client.error;

/** A hosts string cannot be read; the message names the part that is wrong and what is expected. */
public final class InvalidHostsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String hosts;

    public InvalidHostsException(String hosts, String reason) {
        super("hosts \"" + hosts + "\": " + reason);
        this.hosts = hosts;
    }

    /** The string as it was given. */
    public String hosts() {
        return hosts;
    }
}
