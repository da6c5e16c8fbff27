package dev.zkspring.actuate;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.error.NotWhitelistedException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.listener.ZkWatchRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows the clients and watches of the application, and passes harmless four-letter words on to the servers. It shows
 * hosts, paths and session ids, never a session's password, credentials or the data of a node.
 */
@Endpoint(id = "zk")
public class ZkEndpoint {

    /**
     * Those whose answers are figures of the server itself. The others change something, or show who is connected,
     * which nodes are watched and where the server keeps its files.
     */
    static final List<FourLetterWord> WORDS = List.of(
            FourLetterWord.RUOK, FourLetterWord.ISRO, FourLetterWord.SRVR, FourLetterWord.MNTR, FourLetterWord.WCHS);

    /** For all servers of a client together; a server that is alive answers at once. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** Lines of {@code mntr} that name the topmost nodes. */
    private static final String PER_NAMESPACE = "_per_namespace";

    private final Map<String, ZkClient> clients;

    private final Collection<ZkWatchRegistry> registries;

    /** @param clients by bean name */
    public ZkEndpoint(Map<String, ZkClient> clients, Collection<ZkWatchRegistry> registries) {
        this.clients = new LinkedHashMap<>(clients);
        this.registries = List.copyOf(registries);
    }

    /** All clients and watches; asks no server. */
    @ReadOperation
    public ZkDescriptor zk() {
        return new ZkDescriptor(
                transform(clients, ClientDescriptor::of),
                registries.stream()
                        .flatMap(registry -> registry.containers().stream())
                        .map(WatchDescriptor::of)
                        .toList());
    }

    /**
     * What the servers answer to a word.
     *
     * @param client bean name of the client whose servers are asked, {@code null} for all clients
     * @throws InvalidEndpointRequestException for a word that is not allowed, and for an unknown client
     */
    @ReadOperation
    public WordDescriptor word(@Selector String word, @Nullable String client) {
        FourLetterWord known = WORDS.stream()
                .filter(allowed -> allowed.word().equals(word))
                .findFirst()
                .orElseThrow(() -> refused("word \"%s\" (expected: one of %s)".formatted(word, WORDS)));
        return new WordDescriptor(known.word(), transform(asked(client), one -> ask(one, known)));
    }

    private Map<String, ZkClient> asked(@Nullable String name) {
        if (name == null) {
            return clients;
        }
        ZkClient client = clients.get(name);
        if (client == null) {
            throw refused("client \"%s\" (expected: one of %s)".formatted(name, clients.keySet()));
        }
        return Map.of(name, client);
    }

    private static InvalidEndpointRequestException refused(String message) {
        return new InvalidEndpointRequestException(message, message);
    }

    private static ServersDescriptor ask(ZkClient client, FourLetterWord word) {
        Map<String, AnswerDescriptor> answers = new LinkedHashMap<>();
        client.commandAll(word, LIMIT).forEach((server, answer) -> answers.put(server.toString(), describe(answer)));
        return new ServersDescriptor(answers);
    }

    private static AnswerDescriptor describe(CommandAnswer answer) {
        String text = answer.text();
        if (text != null) {
            List<String> lines =
                    text.lines().filter(line -> !line.contains(PER_NAMESPACE)).toList();
            return new AnswerDescriptor(lines, null);
        }
        ZkException failure = answer.failure();
        String error = failure instanceof NotWhitelistedException ? "not-whitelisted" : String.valueOf(failure);
        return new AnswerDescriptor(null, error);
    }

    private static <A, B> Map<String, B> transform(Map<String, A> values, Function<A, B> function) {
        Map<String, B> results = new LinkedHashMap<>();
        values.forEach((name, value) -> results.put(name, function.apply(value)));
        return results;
    }

    /**
     * All clients and watches.
     *
     * @param clients by bean name
     */
    public record ZkDescriptor(Map<String, ClientDescriptor> clients, List<WatchDescriptor> watches) {}

    /**
     * What the servers of each client answered.
     *
     * @param clients by bean name
     */
    public record WordDescriptor(String word, Map<String, ServersDescriptor> clients) {}

    /**
     * What the servers of one client answered.
     *
     * @param servers by {@code host:port}
     */
    public record ServersDescriptor(Map<String, AnswerDescriptor> servers) {}

    /** The lines of an answer, or the reason why there is none. */
    public record AnswerDescriptor(
            @Nullable List<String> lines, @Nullable String error) {}
}
