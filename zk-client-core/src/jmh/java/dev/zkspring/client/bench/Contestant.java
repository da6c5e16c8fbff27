package dev.zkspring.client.bench;

/** A client to be measured. */
interface Contestant extends AutoCloseable {

    String name();

    /** Begins to read the node's data and stat; gives the window its place back in one step that depends on the answer. */
    void get(String path, Window window);

    @Override
    void close();
}
