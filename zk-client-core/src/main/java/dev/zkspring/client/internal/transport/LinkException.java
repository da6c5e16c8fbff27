package dev.zkspring.client.internal.transport;

import java.io.IOException;

/** Why a link ended, in words for the log and for the calls that it takes down. */
public final class LinkException extends IOException {

    private static final long serialVersionUID = 1L;

    public LinkException(String message) {
        super(message);
    }

    /** The place it is made says nothing; the message says all. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
