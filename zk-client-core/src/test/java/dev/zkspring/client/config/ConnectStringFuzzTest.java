package dev.zkspring.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.error.InvalidHostsException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any hosts are refused as such, or understood, and then what is understood reads the same when written again. */
class ConnectStringFuzzTest {

    static Stream<byte[]> hosts() {
        return FuzzSeeds.ofTexts("localhost", "zk1:2181,zk2,[::1]:2182/app/a", "[fe80::1%eth0]", "a:1,b:2,c:3/");
    }

    @MethodSource("hosts")
    @FuzzTest
    void hostsAreReadOrRefused(byte[] bytes) {
        ConnectString parsed;
        try {
            parsed = ConnectString.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (InvalidHostsException e) {
            return;
        }
        String servers = parsed.servers().stream().map(Object::toString).collect(Collectors.joining(","));
        assertThat(ConnectString.parse(servers + parsed.chroot())).isEqualTo(parsed);
    }
}
