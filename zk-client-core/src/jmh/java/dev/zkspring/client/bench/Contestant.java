package dev.zkspring.client.bench;

/**
 * A client to be measured, connected. Each call begins one request; when the answer is there, one step that depends on it
 * gives the window its place back and says whether the answer was the expected one.
 */
interface Contestant extends AutoCloseable {

    /** Under which name the figures are kept. */
    Client client();

    /** Begins to read the node's data and stat. */
    void get(String path, Window window);

    /** Begins to change the node's data, whatever its version. */
    void set(String path, byte[] data, Window window);

    /** Begins to read the stat of a node that exists. */
    void exists(String path, Window window);

    /** Begins to create a sequential, persistent node open to everybody. */
    void create(String prefix, byte[] data, Window window);

    /** Begins to read the names of the node's children. */
    void getChildren(String path, Window window);

    /** Begins to change the node's data a number of times in one transaction. */
    void transaction(String path, byte[] data, int changes, Window window);

    @Override
    void close();
}
