package dev.zkspring.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChrootTest {

    @ParameterizedTest
    @CsvSource({
        "'',     /,    /",
        "'',     /a/b, /a/b",
        "/app,   /,    /app",
        "/app,   /a/b, /app/a/b",
        "/app/x, /app, /app/x/app",
    })
    void callersPathBecomesTheServersAndBack(String prefix, String path, String serverPath) {
        Chroot chroot = new Chroot(prefix);

        assertThat(chroot.toServer(path)).isEqualTo(serverPath);
        assertThat(chroot.toClient(serverPath)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/app, /zookeeper/config",
        "/zoo, /zookeeper/config",
        "/app, /apple",
        "/app, /ap",
        "/app, /",
    })
    void pathOutsideThePrefixStaysAsItIs(String prefix, String serverPath) {
        assertThat(new Chroot(prefix).toClient(serverPath)).isEqualTo(serverPath);
    }

    @ParameterizedTest
    @CsvSource({"'', /, /", "'', /a, /a", "/app, /, /app", "/app, /\u00e4, /app/\u00e4"})
    void pathIsWrittenAsTheServerKnowsIt(String prefix, String path, String serverPath) {
        ByteBuf buffer = Unpooled.buffer();
        new Chroot(prefix).writePath(new WireWriter(buffer), path);

        assertThat(reader(buffer).readString()).isEqualTo(serverPath);
    }

    @Test
    void sequentialPathKeepsItsTrailingSlash() {
        assertThat(new Chroot("/app").toServer("/queue/")).isEqualTo("/app/queue/");
    }

    @Test
    void pathIsReadAsTheCallerKnowsIt() {
        ByteBuf buffer = Unpooled.buffer();
        new WireWriter(buffer).writeString("/app/a");

        assertThat(new Chroot("/app").readPath(reader(buffer))).isEqualTo("/a");
    }

    private static WireReader reader(ByteBuf buffer) {
        return new WireReader().reset(buffer, 0, buffer.readableBytes());
    }
}
