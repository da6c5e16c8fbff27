package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.AddWatchMode.PERSISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A link of which the client learns in the middle of a write, while it does something else, that it is broken. */
class BrokenWriteTest {

    private static final WatchEvent RESYNC = new WatchEvent(WatchEvent.Type.RESYNC, "/a", -1);

    private final Recorder watcher = new Recorder();

    private SessionRig rig;

    @AfterEach
    void stop() {
        rig.close();
    }

    /** From now on each link breaks in this write, counted from 1; the first is the handshake. */
    private void breakAt(int number) {
        rig.observer = channel -> channel.pipeline().addFirst(new Breaking(number));
    }

    private void breakNoMore() {
        rig.observer = channel -> {};
    }

    /** What a socket does that the other side has reset: the write fails, which closes it, before the call returns. */
    private static final class Breaking extends ChannelOutboundHandlerAdapter {

        private int left;

        Breaking(int number) {
            left = number;
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            left--;
            if (left != 0) {
                ctx.write(message, promise);
                return;
            }
            ReferenceCountUtil.release(message);
            ctx.close();
            promise.setFailure(new IOException("Connection reset by peer"));
        }
    }

    @Nested
    class UnderTheWatches {

        private void breakUnderTheWatches() {
            rig = SessionRig.connected();
            CompletableFuture<?> added = rig.session.addWatch("/a", PERSISTENT, watcher);
            rig.peer.reply(rig.peer.expect(OpCode.ADD_WATCH), 0x10, out -> out.writeInt(0));
            rig.run();
            assertThat(added).isCompleted();
            breakAt(2);
            rig.reconnect();
        }

        @Test
        void isNotAnnounced() {
            breakUnderTheWatches();

            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED");
            assertThat(watcher.events).isEmpty();
        }

        @Test
        void isFollowedByTheNextServerOfTheRound() {
            breakUnderTheWatches();

            assertThat(rig.connector.next().hosts()).containsExactly("zk3", "zk1");
        }

        @Test
        void nextLinkBringsOneResync() {
            breakUnderTheWatches();
            breakNoMore();
            Peer next = rig.connector.next().accept().grant();
            next.reply(next.expect(OpCode.SET_WATCHES2), 0x11);

            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>CONNECTED");
            assertThat(watcher.events).containsExactly(RESYNC);
            assertThat(next.isClosed()).isFalse();
        }

        @Test
        void doesNotKeepTheSessionFromItsEnd() {
            breakUnderTheWatches();
            rig.advance(TestSettings.TIMEOUT.multipliedBy(2));

            assertThat(rig.states())
                    .containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>LOST EXPIRED_BY_CLOCK");
        }
    }

    @Nested
    class UnderThePing {

        @Test
        void ofANewSessionIsAnnouncedAsSuchAndSuspended() {
            rig = new SessionRig();
            breakAt(2);
            rig.session.start();
            rig.connector.next().accept().grant();

            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED");
            breakNoMore();
            rig.connector.next().accept().grant().pong();

            assertThat(rig.states()).hasSize(3).last().isEqualTo("SUSPENDED>CONNECTED");
            assertThat(rig.events).extracting(ConnectionEvent::newSession).containsExactly(true, false, false);
        }

        @Test
        void ofALinkWithWatchesBringsAResyncForEachAnnouncement() {
            rig = SessionRig.connected();
            rig.session.addWatch("/a", PERSISTENT, watcher);
            rig.peer.reply(rig.peer.expect(OpCode.ADD_WATCH), 0x10, out -> out.writeInt(0));
            breakAt(3);
            rig.reconnect();
            breakNoMore();
            rig.connector.next().accept().grant();

            assertThat(rig.states())
                    .containsExactly(
                            "LOST>CONNECTED",
                            "CONNECTED>SUSPENDED",
                            "SUSPENDED>CONNECTED",
                            "CONNECTED>SUSPENDED",
                            "SUSPENDED>CONNECTED");
            assertThat(watcher.events).containsExactly(RESYNC, RESYNC);
        }
    }

    @Nested
    class UnderTheEnd {

        /** Keeps what is written, as a socket does whose buffer is full. */
        private static final class Full extends ChannelOutboundHandlerAdapter {

            @Override
            public void flush(ChannelHandlerContext ctx) {
                // The other side takes nothing.
            }
        }

        @Test
        void reasonIsTheClientsOwn() {
            Channel[] link = new Channel[1];
            rig = new SessionRig();
            rig.observer = channel -> link[0] = channel;
            rig.session.start();
            rig.peer = rig.connector.next().accept().grant().pong();
            rig.advance(SessionRig.STABLE);
            link[0].pipeline().addFirst(new Full());
            rig.advance(TestSettings.TIMEOUT.dividedBy(3));
            rig.advance(TestSettings.TIMEOUT.dividedBy(3));
            rig.advance(SessionRig.STABLE);

            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED");
            assertThat(rig.events.get(1).cause()).hasMessageContaining("nothing came from the server");
        }
    }
}
