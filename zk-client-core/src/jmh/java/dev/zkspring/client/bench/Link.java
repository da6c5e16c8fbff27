package dev.zkspring.client.bench;

import java.io.IOException;

/** One client and its way to a server. */
interface Link extends AutoCloseable {

    /** Reads the root node, as often as it takes until there is an answer. */
    void get() throws Exception;

    /** The id of the session. */
    long session() throws Exception;

    @Override
    void close() throws IOException;
}
