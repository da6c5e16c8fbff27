package dev.zkspring.client.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Apache's client in a JVM of its own, because it finds its JAAS file and Kerberos server by properties of the JVM. */
final class ApacheSaslClient {

    /** What {@link #identity} returns when the server refuses the client's word. */
    static final String REFUSED = "refused";

    private static final int SESSION_TIMEOUT = 30_000;

    private static final long CONNECT_SECONDS = 20;

    private static final long LIMIT_SECONDS = 40;

    private static final Path FILES = Path.of("target", "it-servers");

    private ApacheSaslClient() {}

    /**
     * Connects with this JAAS section, creates a node for its creator only, and asks for whom the server took it.
     *
     * @return the id in the node's ACL, for example {@code sasl:bob}, or {@link #REFUSED}
     */
    static String identity(ZkServer server, String jaas, List<String> jvmOptions) throws Exception {
        Files.createDirectories(FILES);
        Path login = Files.writeString(Files.createTempFile(FILES, "client", ".jaas"), jaas);
        Path answer = Files.createTempFile(FILES, "client", ".answer");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Djava.security.auth.login.config=" + login);
        command.addAll(List.of("-cp", ServerVersions.classPath(ServerVersions.NEWEST)));
        command.addAll(List.of(ApacheSaslClient.class.getName(), server.localhost(), answer.toString()));
        File log = FILES.resolve("sasl-clients.log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Apache's client did not end in " + LIMIT_SECONDS + " s, see " + log);
            }
            return Files.readString(answer);
        } finally {
            process.destroyForcibly();
            Files.delete(login);
            Files.delete(answer);
        }
    }

    public static void main(String[] args) throws Exception {
        CompletableFuture<KeeperState> state = new CompletableFuture<>();
        ZooKeeper client = new ZooKeeper(args[0], SESSION_TIMEOUT, event -> {
            if (event.getState() != KeeperState.SyncConnected) {
                state.complete(event.getState());
            }
        });
        KeeperState reached = state.get(CONNECT_SECONDS, TimeUnit.SECONDS);
        Files.writeString(Path.of(args[1]), reached == KeeperState.SaslAuthenticated ? create(client) : REFUSED);
        // Not closed: a refused client takes long for that, and its threads are daemons.
    }

    private static String create(ZooKeeper client) throws KeeperException, InterruptedException, IOException {
        String path = client.create("/sasl-", null, ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.EPHEMERAL_SEQUENTIAL);
        var id = client.getACL(path, null).get(0).getId();
        return id.getScheme() + ":" + id.getId();
    }
}
