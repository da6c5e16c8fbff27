package dev.zkspring.client.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.zkspring.client.data.EnsembleMember.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleConfigTest {

    private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    private static EnsembleConfig parse(String text) {
        return EnsembleConfig.parse(new NodeData(text.getBytes(UTF_8), STAT));
    }

    private static EnsembleMember member(String line) {
        return parse(line).members().get(0);
    }

    @Nested
    class Configurations {

        @Test
        void nameServersAndVersion() {
            String text = """
                    server.1=zk1:2888:3888:participant;0.0.0.0:2181
                    server.2=zk2:2888:3888:observer;zk2.example:2182
                    version=100000003""";
            EnsembleConfig config = parse(text);

            assertThat(config.version()).isEqualTo(0x1_0000_0003L);
            assertThat(config.members())
                    .containsExactly(
                            new EnsembleMember(
                                    1,
                                    List.of(new Address("zk1", 2888, 3888)),
                                    false,
                                    new ServerAddress("0.0.0.0", 2181)),
                            new EnsembleMember(
                                    2,
                                    List.of(new Address("zk2", 2888, 3888)),
                                    true,
                                    new ServerAddress("zk2.example", 2182)));
            assertThat(config.text()).isEqualTo(text);
            assertThat(config.data()).isEqualTo(text.getBytes(UTF_8));
            assertThat(config.stat()).isEqualTo(STAT);
        }

        @Test
        void ofAStandaloneServerAreEmpty() {
            EnsembleConfig config = parse("");

            assertThat(config.members()).isEmpty();
            assertThat(config.version()).isZero();
            assertThat(EnsembleConfig.parse(new NodeData(null, STAT)).data()).isEmpty();
        }

        @Test
        void mayHaveTheHighestVersion() {
            assertThat(parse("version=ffffffffffffffff").version()).isEqualTo(-1);
        }

        @Test
        void keepTheirBytesToThemselves() {
            EnsembleConfig config = parse("version=1");
            config.data()[0] = 0;

            assertThat(config.text()).isEqualTo("version=1");
            assertThat(config).isEqualTo(parse("version=1")).hasSameHashCodeAs(parse("version=1"));
            assertThat(config).isNotEqualTo(parse("version=2"));
        }
    }

    @Nested
    class Members {

        @Test
        void mayHaveSeveralAddresses() {
            assertThat(member("server.3=a:1:2|b:3:4:participant;2181"))
                    .isEqualTo(new EnsembleMember(
                            3,
                            List.of(new Address("a", 1, 2), new Address("b", 3, 4)),
                            false,
                            new ServerAddress("0.0.0.0", 2181)));
        }

        @Test
        void mayHaveAddressLiterals() {
            assertThat(member("server.4=[::1]:1:2;[2001:db8::1]:2181"))
                    .isEqualTo(new EnsembleMember(
                            4, List.of(new Address("::1", 1, 2)), false, new ServerAddress("2001:db8::1", 2181)));
        }

        @Test
        void mayHaveNoClientPort() {
            assertThat(member("server.5=a:1:2").client()).isNull();
            assertThat(member("server.5=a:1:2").connectAddress()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"2181", "0.0.0.0:2181", "[::]:2181", "[0:0:0:0:0:0:0:0]:2181"})
        void areReachedByTheirOwnHostIfTheClientHostIsAWildcard(String client) {
            assertThat(member("server.1=zk1:1:2;" + client).connectAddress())
                    .isEqualTo(Optional.of(new ServerAddress("zk1", 2181)));
        }

        @Test
        void areReachedByTheClientHostIfThereIsOne() {
            assertThat(member("server.1=zk1:1:2;front:2182").connectAddress())
                    .isEqualTo(Optional.of(new ServerAddress("front", 2182)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "group.1=1:2:3",
                    "weight.1=1",
                    "server.x=a:1:2",
                    "server.1=a:1",
                    "server.1=a:1:2|b",
                    "server.1=",
                    "nonsense"
                })
        void thatCannotBeReadAreLeftToTheText(String line) {
            EnsembleConfig config = parse(line + "\nserver.7=zk7:1:2;3");

            assertThat(config.members()).extracting(EnsembleMember::id).containsExactly(7L);
            assertThat(config.text()).contains(line);
        }
    }

    @Nested
    class Requests {

        @Test
        void joinLeaveOrReplace() {
            assertThat(ReconfigRequest.join("server.4=a:1:2;3"))
                    .isEqualTo(new ReconfigRequest(List.of("server.4=a:1:2;3"), List.of(), null, -1));
            assertThat(ReconfigRequest.leave(1L, 2L).from(7))
                    .isEqualTo(new ReconfigRequest(List.of(), List.of(1L, 2L), null, 7));
            assertThat(ReconfigRequest.replace(List.of("server.1=a:1:2;3")))
                    .isEqualTo(new ReconfigRequest(List.of(), List.of(), List.of("server.1=a:1:2;3"), -1));
        }

        @Test
        void doOneOfThese() {
            List<String> servers = List.of("server.1=a:1:2;3");

            assertThatIllegalArgumentException().isThrownBy(ReconfigRequest::join);
            assertThatIllegalArgumentException().isThrownBy(() -> ReconfigRequest.replace(List.of()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReconfigRequest(servers, List.of(), servers, -1))
                    .withMessageContaining("server.1");
        }
    }

    /** A text that is searched again from each of its characters would keep the event loop busy for hours. */
    @Nested
    class LongTexts {

        private static final int LENGTH = 300_000;

        private static EnsembleConfig parseInTime(String text) {
            return assertTimeoutPreemptively(Duration.ofSeconds(30), () -> parse(text));
        }

        @Test
        void ofSpacesAreReadToTheirEnd() {
            assertThat(parseInTime("server.1=" + " ".repeat(LENGTH) + "a; b c").members())
                    .isEmpty();
            assertThat(parseInTime("version" + " ".repeat(LENGTH) + "= x").version())
                    .isZero();
        }

        @Test
        void ofEmptyLinesAreReadToTheirEnd() {
            assertThat(parseInTime("\n".repeat(LENGTH) + "version=7").version()).isEqualTo(7);
        }

        @Test
        void ofOneLineAreReadToTheirEnd() {
            assertThat(parseInTime("server.1=" + "a:".repeat(LENGTH) + ";1").members())
                    .isEmpty();
            assertThat(parseInTime("server.1=" + "a:1:1|".repeat(LENGTH)).members())
                    .isEmpty();
        }
    }
}
