package dev.zkspring.client.internal.transport;

import java.net.UnknownHostException;

/** A name may exist, but the resolver did not say so in time. */
final class NameLookupTimeoutException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    NameLookupTimeoutException(String message) {
        super(message);
    }
}
