package dev.zkspring.client;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.ServerAddress;
import java.time.Duration;
import java.util.Map;

/** Four-letter words that wait for the answer; see {@link AsyncAdminOperations} for the limits and the errors. */
public interface AdminOperations {

    /** Asks the connected server. */
    String command(String word);

    /** Asks a certain server; no session is needed. */
    String command(String word, ServerAddress server);

    /** Asks the connected server. */
    default String command(FourLetterWord word) {
        return command(word.word());
    }

    /** Asks a certain server; no session is needed. */
    default String command(FourLetterWord word, ServerAddress server) {
        return command(word.word(), server);
    }

    /** Asks all servers that the client was given, at the same time; no session is needed. */
    Map<ServerAddress, CommandAnswer> commandAll(FourLetterWord word);

    /** Asks all servers that the client was given, at the same time, for a limited time; no session is needed. */
    Map<ServerAddress, CommandAnswer> commandAll(FourLetterWord word, Duration limit);

    /** What the connected server answers to {@code srvr}. */
    ServerStats serverStats();

    /** What a certain server answers to {@code srvr}; no session is needed. */
    ServerStats serverStats(ServerAddress server);

    /** What the connected server answers to {@code mntr}. */
    ServerMetrics metrics();

    /** What a certain server answers to {@code mntr}; no session is needed. */
    ServerMetrics metrics(ServerAddress server);
}
