package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any configuration is read, as far as it is one. */
class EnsembleConfigFuzzTest {

    private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    static Stream<byte[]> configurations() {
        return FuzzSeeds.ofTexts(
                "server.1=zk1:2888:3888:participant;0.0.0.0:2181\nversion=100000003",
                "server.2=[::1]:2888:3888|zk2:2889:3889:observer;[::]:2182\r\nversion = ffffffffffffffff",
                "  server.3 = zk3:1:2 ; 2181 \n\n version\t=\t0 ",
                "server.4=zk4:2888:3888;");
    }

    @MethodSource("configurations")
    @FuzzTest
    void isReadWhateverItSays(byte[] data) {
        EnsembleConfig config = EnsembleConfig.parse(new NodeData(data, STAT));

        assertThat(config.data()).isEqualTo(data);
        assertThat(config.toString()).contains("version");
        for (EnsembleMember member : config.members()) {
            assertThat(member.addresses()).isNotEmpty();
            member.connectAddress()
                    .ifPresent(address -> assertThat(address.port()).isBetween(1, 65_535));
        }
    }
}
