package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.ZkException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains why no server could be reached, host by host, and what can be done about it. */
final class ConnectFailureAnalyzer extends AbstractFailureAnalyzer<ZkException> {

    private static final List<String> PROPERTIES = List.of(
            "zk.hosts",
            "zk.start-timeout",
            "zk.connection-retry.max-retries",
            "zk.ssl.enabled",
            "zk.ssl.bundle",
            "zk.ssl.verify-hostname");

    /** Of the client's words for TLS to a plain port. */
    private static final String NOT_TLS = "its plain port?";

    /** Of the client's words for a plain connection to a port for TLS. */
    private static final String IS_TLS = "use the plain port of the server";

    /** The same where the server said nothing, which may have other reasons too. */
    private static final String MAY_BE_TLS = "the port is for TLS";

    /** Of the client's words for certificates that one side does not accept. */
    private static final String CERTIFICATE = "certificate";

    private static final String TO_TLS =
            "for a port for TLS, set zk.ssl.bundle or zk.ssl.enabled=true; else connect to the plain port\n    - ";

    private final PropertyOrigins origins;

    ConnectFailureAnalyzer(Environment environment) {
        this.origins = new PropertyOrigins(environment);
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ZkException cause) {
        ZkStartException start = findCause(rootFailure, ZkStartException.class);
        if (start != null) {
            return analysis("%s:%n%s".formatted(start.summary(), lines(start.reasons())), servers(start), cause);
        }
        return cause instanceof ConnectFailedException
                ? analysis("No connection to ZooKeeper: " + cause.getMessage(), "the configured place", cause)
                : null;
    }

    private FailureAnalysis analysis(String failure, String servers, ZkException cause) {
        String set = origins.describe(PROPERTIES);
        String action = """
                Do one of these:

                    - %sstart a ZooKeeper server at %s
                    - set zk.hosts to servers that can be reached, for example zk.hosts=zk1:2181,zk2:2181
                    - for development, leave out zk.hosts, set zk.embedded.enabled=true and add the dependency \
                org.apache.zookeeper:zookeeper
                    - set zk.fail-fast=false to start without a connection and connect in the background""".formatted(tls(failure), servers);
        return new FailureAnalysis(failure + set, action, cause);
    }

    /** What the reasons say about TLS is put first: nothing else helps then. */
    private static String tls(String failure) {
        if (failure.contains(NOT_TLS)) {
            return "connect to the servers' secureClientPort, or set zk.ssl.enabled=false for their plain port\n    - ";
        }
        if (failure.contains(IS_TLS)) {
            return TO_TLS;
        }
        if (failure.contains(MAY_BE_TLS)) {
            return "see that most servers of the ensemble run: without a quorum each closes its connections\n    - "
                    + TO_TLS;
        }
        return failure.contains(CERTIFICATE)
                ? "correct the certificates: those of zk.ssl.bundle here, ssl.keyStore and ssl.trustStore there\n    - "
                : "";
    }

    private static String lines(Map<ServerAddress, String> reasons) {
        return reasons.entrySet().stream()
                .map(host -> "%n    %s: %s".formatted(host.getKey(), host.getValue()))
                .collect(Collectors.joining());
    }

    private static String servers(ZkStartException start) {
        return start.reasons().keySet().stream().map(ServerAddress::toString).collect(Collectors.joining(" or "));
    }
}
