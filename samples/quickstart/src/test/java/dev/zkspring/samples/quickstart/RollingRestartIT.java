package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.it.ZkServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances that are restarted while somebody else watches who is there. */
class RollingRestartIT {

    /** Longer than a restart on a busy machine. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(40);

    /** What happened to members, as the watcher saw it: one line each. */
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private ZkServer server;

    private ZkClient watcher;

    private QuickstartProcess one;

    private QuickstartProcess two;

    @BeforeEach
    void startTwoInstances() throws Exception {
        server = ZkServer.builder("rolling-restart").build().start();
        watcher = ZkClient.builder().hosts(server.address()).build();
        watcher.start();
        one = start("one");
        two = start("two");
        watcher.addWatch(Members.PATH, AddWatchMode.PERSISTENT_RECURSIVE, event -> {
            if (event.path().contains("/member-")) {
                seen.add(event.type() + " " + ZkPath.name(event.path()));
            }
        });
    }

    @AfterEach
    void stopAll() {
        one.close();
        two.close();
        watcher.close();
        server.close();
    }

    private QuickstartProcess start(String name) throws Exception {
        return QuickstartProcess.start(
                "--zk.embedded.enabled=false",
                "--zk.hosts=" + server.address(),
                "--zk.timeout=" + SESSION_TIMEOUT.toSeconds() + "s",
                "--zk.session.store=" + directory.resolve(name + ".session"),
                "--zk.session.keep-on-shutdown=true");
    }

    /** Each member node with its owner and what it says. */
    private TreeMap<String, String> members() {
        TreeMap<String, String> members = new TreeMap<>();
        watcher.getChildren(Members.PATH).forEach(name -> {
            var node = watcher.get(ZkPath.child(Members.PATH, name));
            members.put(name + " of " + node.stat().ephemeralOwner(), node.text());
        });
        return members;
    }

    private static void awaitEnd(QuickstartProcess process) {
        await().atMost(Duration.ofSeconds(20)).until(process::hasEnded);
    }

    private void assertNoneCameOrWent() {
        assertThat(seen).isNotEmpty().allMatch(event -> event.startsWith("NODE_DATA_CHANGED "));
    }

    @Test
    void keepsEachMemberWhileOneAfterTheOtherIsRestarted() throws Exception {
        TreeMap<String, String> before = members();
        assertThat(before).hasSize(2).containsValues(one.address(), two.address());

        one.terminate();
        awaitEnd(one);
        one = start("one");
        two.terminate();
        awaitEnd(two);
        two = start("two");

        TreeMap<String, String> after = members();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).containsValues(one.address(), two.address());
        assertNoneCameOrWent();
    }

    @Test
    void keepsAMemberThatIsKilledAndStartedAgain() throws Exception {
        TreeMap<String, String> before = members();

        one.kill();
        awaitEnd(one);
        one = start("one");

        TreeMap<String, String> after = members();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).containsValues(one.address(), two.address());
        assertNoneCameOrWent();
    }

    @Test
    void refusesASecondInstanceWithTheFileOfARunningOne() throws Exception {
        String output = QuickstartProcess.failedStart(
                "--zk.embedded.enabled=false",
                "--zk.hosts=" + server.address(),
                "--zk.session.store=" + directory.resolve("one.session"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START", directory.resolve("one.session") + "\" is in use by process ")
                .contains(Long.toString(one.pid()));
    }
}
