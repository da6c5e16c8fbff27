package dev.zkspring.client;

import dev.zkspring.client.data.ServerAddress;

/** Four-letter words that wait for the answer; see {@link AsyncAdminOperations} for the errors. */
public interface AdminOperations {

    /** Asks the connected server. */
    String command(String word);

    /** Asks a certain server; no session is needed. */
    String command(String word, ServerAddress server);
}
