package dev.zkspring.client.it;

import static dev.zkspring.client.it.WatchRecorder.MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.watch.ChildrenWatch;
import dev.zkspring.client.watch.DataWatch;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data and children watches across lost links, lost sessions and lost servers: they end with the newest state. */
class StateWatchReconnectIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final WatchRecorder values = new WatchRecorder();

    private final WatchRecorder lists = new WatchRecorder();

    private final StateRecorder states = new StateRecorder();

    private String node;

    private ZkClient client;

    @BeforeEach
    void watch() {
        node = zk.root() + "/node";
        zk.peer().create(node, "1");
        client = zk.proxiedClient(settings -> settings.sessionTimeout(Duration.ofSeconds(4)));
        client.addListener(states);
        DataWatch.on(client, node).start(values.data());
        ChildrenWatch.on(client, node).start(lists.children());
        values.awaitValues("1");
        lists.awaitValues("");
    }

    @Nested
    class LostLinks {

        @Test
        void thatMissedNothingReportNothing() {
            zk.proxy().cut();
            states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.CONNECTED);
            zk.peer().set(node, "2");
            zk.peer().create(node + "/a", "x");
            values.awaitValues("1", "2");
            lists.awaitValues("", "a");
        }

        @Test
        void thatMissedChangesReportTheNewestState() {
            zk.proxy().refuse();
            states.awaitLast(ConnectionState.SUSPENDED);
            zk.peer().set(node, "2");
            zk.peer().set(node, "3");
            zk.peer().create(node + "/a", "x");
            zk.peer().create(node + "/b", "x");
            zk.proxy().heal();
            values.awaitValues("1", "3");
            lists.awaitValues("", "a,b");
        }

        @Test
        void thatMissedADeletionReportIt() {
            zk.proxy().refuse();
            states.awaitLast(ConnectionState.SUSPENDED);
            zk.peer().delete(node);
            zk.proxy().heal();
            values.awaitValues("1", MISSING);
            lists.awaitValues("", MISSING);
            zk.peer().create(node, "again");
            values.awaitValues("1", MISSING, "again");
            lists.awaitValues("", MISSING, "");
        }

        @Test
        void thatMissedARecreationReportTheNewNode() {
            zk.proxy().refuse();
            states.awaitLast(ConnectionState.SUSPENDED);
            zk.peer().delete(node);
            zk.peer().create(node, "1");
            zk.proxy().heal();
            values.awaitValues("1", "1");
        }

        @Test
        void inTheMiddleOfManyChangesEndWithTheNewestState() {
            for (int i = 2; i <= 100; i++) {
                zk.peer().set(node, Integer.toString(i));
                zk.peer().create(node + "/c%03d".formatted(i), "x");
                if (i % 20 == 0) {
                    zk.proxy().cut();
                }
            }
            values.awaitLast("100");
            await().until(() -> lists.last().endsWith("c100"));
            assertThat(values.seen().stream().map(Integer::valueOf).toList())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }

        @Test
        void whileTheFirstReadIsOnItsWayDoNotLoseTheWatch() {
            WatchRecorder late = new WatchRecorder();
            zk.proxy().stall(CuttingProxy.Direction.TO_CLIENT);
            DataWatch.on(client, node).start(late.data());
            zk.proxy().refuse();
            zk.proxy().heal();
            late.awaitLast("1");
            zk.peer().set(node, "2");
            late.awaitValues("1", "2");
        }
    }

    @Nested
    class LostSessions {

        @Test
        void thatMissedNothingReportNothing() {
            endSession();
            zk.peer().set(node, "2");
            zk.peer().create(node + "/a", "x");
            values.awaitValues("1", "2");
            lists.awaitValues("", "a");
        }

        @Test
        void thatMissedChangesReportTheNewestState() {
            zk.proxy().refuse();
            states.awaitLast(ConnectionState.SUSPENDED);
            SessionEnd.force(zk.server().port(), Objects.requireNonNull(client.sessionId()));
            zk.peer().set(node, "2");
            zk.peer().create(node + "/a", "x");
            zk.proxy().heal();
            values.awaitValues("1", "2");
            lists.awaitValues("", "a");
            assertThat(values.events()).containsExactly(MISSING, MISSING);
        }

        @Test
        void againAndAgainKeepTheWatchesAlive() {
            for (int i = 2; i <= 4; i++) {
                states.clear();
                endSession();
                zk.peer().set(node, Integer.toString(i));
                values.awaitLast(Integer.toString(i));
            }
            values.awaitValues("1", "2", "3", "4");
        }

        private void endSession() {
            zk.endSession(Objects.requireNonNull(client.sessionId()));
            states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.LOST, ConnectionState.CONNECTED);
        }
    }

    @Nested
    class LostServers {

        @Test
        void thatComeBackWithTheirDataReportNothingOld() {
            zk.server().restart();
            states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.CONNECTED);
            Peer peer = zk.freshPeer();
            peer.set(node, "2");
            peer.create(node + "/a", "x");
            values.awaitValues("1", "2");
            lists.awaitValues("", "a");
        }

        @Test
        void thatComeBackEmptyReportTheDeletion() {
            zk.server().wipe();
            zk.server().start();
            values.awaitValues("1", MISSING);
            lists.awaitValues("", MISSING);
            assertThat(states.states()).contains(ConnectionState.LOST);
            Peer peer = zk.freshPeer();
            peer.create(parent(), "x");
            peer.create(node, "new");
            values.awaitValues("1", MISSING, "new");
            lists.awaitValues("", MISSING, "");
        }

        @Test
        void thatComeBackWithOtherDataUnderTheSameTransactionIdsReportIt() {
            zk.server().wipe();
            zk.proxy().refuse();
            zk.server().start();
            Peer peer = zk.freshPeer();
            peer.create(parent(), "x");
            peer.create(node, "other");
            zk.proxy().heal();
            values.awaitValues("1", "other");
        }

        private String parent() {
            return node.substring(0, node.lastIndexOf('/'));
        }
    }
}
