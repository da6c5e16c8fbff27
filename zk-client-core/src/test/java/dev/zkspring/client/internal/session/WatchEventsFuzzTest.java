package dev.zkspring.client.internal.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.protocol.AddWatch;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Xid;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any events reach watchers of all kinds, whatever their paths are, on servers that keep one kind for a path or all. */
class WatchEventsFuzzTest extends FuzzedSession {

    private static final int SYNC_CONNECTED = 3;

    static Stream<byte[]> events() {
        return FuzzSeeds.of(List.of(
                events(0, 0x13, "/app/node", 0x23, "/app/node", 0x12, "/app/node"),
                events(1, 0x11, "/app/node/child", 0x14, "/app/node", 0x12, "/app", 0x14, "/app"),
                events(0, 0x04, "/", 0x03, "", 0x02, "//", 0x01, "no path", 0x63, "/app/", 0xff, "/apple"),
                events(1, 0x13, "/app//node", 0x13, "/app/node/", 0x03, "/app\u0001")));
    }

    /** The kind of server, then events: type and zxid in a byte, path, zero. */
    private static byte[] events(int server, Object... typesAndPaths) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(new byte[] {(byte) server});
        for (Object part : typesAndPaths) {
            parts.add(
                    part instanceof Integer type
                            ? new byte[] {type.byteValue()}
                            : (part + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return FuzzSeeds.joined(parts.toArray(byte[][]::new));
    }

    private static List<Request<?>> watch(SessionRig rig) {
        SessionRig.Recorder watcher = new SessionRig.Recorder();
        List<Request<?>> requests = List.of(
                rig.submit(new GetData("/node", true), watcher),
                rig.submit(new Exists("/node/child", true), watcher),
                rig.submit(new GetChildren("/node", true), watcher),
                rig.submit(new AddWatch("/node", AddWatchMode.PERSISTENT), watcher),
                rig.submit(new AddWatch("/", AddWatchMode.PERSISTENT_RECURSIVE), watcher));
        List<byte[]> answers = new ArrayList<>();
        List.of("getData", "exists", "getChildren", "addWatch", "addWatch")
                .forEach(name -> answers.add(answer(name, answers.size() + 1)));
        rig.run();
        answers.forEach(answer -> rig.peer.sendRaw(Unpooled.wrappedBuffer(answer)));
        rig.run();
        return requests;
    }

    private static byte[] stream(byte[] input) {
        List<byte[]> frames = new ArrayList<>();
        int at = 1;
        while (at < input.length) {
            int end = at + 1;
            while (end < input.length && input[end] != 0) {
                end++;
            }
            frames.add(event(input[at], Arrays.copyOfRange(input, at + 1, end)));
            at = end + 1;
        }
        return FuzzSeeds.inPieces(0, FuzzSeeds.joined(frames.toArray(byte[][]::new)));
    }

    private static byte[] event(int typeAndZxid, byte[] path) {
        ByteBuffer event = ByteBuffer.allocate(7 * Integer.BYTES + path.length);
        event.putInt(Xid.NOTIFICATION).putLong(typeAndZxid >> 4).putInt(0);
        event.putInt(typeAndZxid & 0xf)
                .putInt(SYNC_CONNECTED)
                .putInt(path.length)
                .put(path);
        return FuzzSeeds.framed(event.array());
    }

    @MethodSource("events")
    @FuzzTest
    void anyEventsReachTheirWatchers(byte[] input) {
        boolean old = input.length > 0 && (input[0] & 1) != 0;
        try (SessionRig rig = new SessionRig(settings -> settings.chroot = new Chroot("/app"))) {
            rig.versions = (endpoint, done) -> done.accept(new ServerVersion(3, old ? 8 : 9, 0));
            rig.session.start();
            rig.peer = rig.connector.next().accept().grant().pong();
            rig.run();
            play(rig, rig.peer, stream(input), watch(rig));
        }
    }
}
