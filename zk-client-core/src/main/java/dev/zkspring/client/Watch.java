package dev.zkspring.client;

/** A running watch. Closing it stops the calls and, if nobody else watches, removes it from the server. */
public interface Watch extends AutoCloseable {

    /** The watched path as the client sees it, without the chroot. */
    String path();

    boolean isClosed();

    /** Idempotent, does not block; a call of the listener that already runs is not interrupted. */
    @Override
    void close();
}
