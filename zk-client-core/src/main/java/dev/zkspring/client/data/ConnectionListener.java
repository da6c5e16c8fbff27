package dev.zkspring.client.data;

/**
 * Hears of every change of the connection state, in order. Called on a callback thread of the client, never on its
 * event loop; blocking client calls are allowed inside.
 */
@FunctionalInterface
public interface ConnectionListener {

    /** An exception is logged and otherwise ignored. */
    void stateChanged(ConnectionEvent event) throws Exception;
}
