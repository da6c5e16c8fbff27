package dev.zkspring.client.bench;

/** A client whose calls wait for their answer, for any number of threads. */
interface BlockingCaller extends AutoCloseable {

    /** Under which name the figures are kept. */
    Client client();

    /** Reads data and stat of the node; fails if that fails. */
    void get(String path) throws Exception;

    @Override
    void close();
}
