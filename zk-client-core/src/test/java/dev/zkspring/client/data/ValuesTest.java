package dev.zkspring.client.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    @Nested
    class SessionIds {

        private final byte[] password = "hunter2hunter2hu".getBytes(UTF_8);

        @Test
        void textIsTheIdAsServersLogItAndNeverThePassword() {
            assertThat(new SessionId(0x1000000000000ABL, password)).hasToString("0x1000000000000ab");
            assertThat(new SessionId(-1, password)).hasToString("0xffffffffffffffff");
        }

        @Test
        void arraysAreNotShared() {
            SessionId session = new SessionId(1, password);
            password[0] = 0;
            session.password()[1] = 0;

            assertThat(session.password()).startsWith('h', 'u');
        }

        @Test
        void sessionIsItsIdAndItsPassword() {
            SessionId session = new SessionId(1, password);

            assertThat(session)
                    .isEqualTo(new SessionId(1, password))
                    .hasSameHashCodeAs(new SessionId(1, password))
                    .isNotEqualTo(new SessionId(2, password))
                    .isNotEqualTo(new SessionId(1, new byte[16]));
        }
    }

    @Nested
    class Servers {

        @ParameterizedTest
        @CsvSource({"zk1, 2181, zk1:2181", "10.0.0.1, 1, 10.0.0.1:1", "::1, 65535, [::1]:65535"})
        void textIsHostAndPort(String host, int port, String text) {
            assertThat(new ServerAddress(host, port)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 65_536})
        void impossiblePortIsNamed(int port) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ServerAddress("zk1", port))
                    .withMessage("port of zk1: %d (expected: 1 to 65535)".formatted(port));
        }

        @Test
        void emptyHostIsRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> new ServerAddress("", 2181));
        }
    }

    @Nested
    class Nodes {

        @Test
        void textNeverShowsTheData() {
            assertThat(new NodeData("secret".getBytes(UTF_8), STAT))
                    .asString()
                    .contains("6 bytes")
                    .doesNotContain("secret", "115");
            assertThat(CreateRequest.of("/a").data("secret".getBytes(UTF_8)).build())
                    .asString()
                    .contains("/a")
                    .doesNotContain("secret", "115");
        }

        @Test
        void nullDataIsNotEmptyData() {
            assertThat(new NodeData(null, STAT)).isNotEqualTo(new NodeData(new byte[0], STAT));
            assertThat(new NodeData(null, STAT).text()).isNull();
            assertThat(new NodeData(new byte[0], STAT).text()).isEmpty();
        }

        @Test
        void nodesAreEqualByDataAndStat() {
            assertThat(new NodeData(new byte[] {1}, STAT))
                    .isEqualTo(new NodeData(new byte[] {1}, STAT))
                    .hasSameHashCodeAs(new NodeData(new byte[] {1}, STAT))
                    .isNotEqualTo(new NodeData(new byte[] {2}, STAT));
        }

        @Test
        void textIsReadAsUtf8AndTakesAnything() {
            assertThat(new NodeData("\u00e4".getBytes(UTF_8), STAT).text()).isEqualTo("\u00e4");
            assertThat(new NodeData(new byte[] {(byte) 0xFF}, STAT).text()).isEqualTo("\ufffd");
        }
    }

    @Nested
    class Stats {

        @Test
        void valueIsTheSameWhateverHappensToChildrenAndAcl() {
            assertThat(STAT.sameValueAs(new Stat(1, 2, 3, 4, 5, 60, 70, 80, 90, 100, 110)))
                    .isTrue();
        }

        @Test
        void eachPartOfTheIdentityOfAValueCounts() {
            List<Stat> others = List.of(
                    new Stat(0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                    new Stat(1, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                    new Stat(1, 2, 0, 4, 5, 6, 7, 8, 9, 10, 11),
                    new Stat(1, 2, 3, 0, 5, 6, 7, 8, 9, 10, 11),
                    new Stat(1, 2, 3, 4, 0, 6, 7, 8, 9, 10, 11));

            assertThat(others).noneMatch(STAT::sameValueAs);
        }
    }

    @Nested
    class Acls {

        @Test
        void permissionsAreTheProtocolsBits() {
            assertThat(List.of(Acl.READ, Acl.WRITE, Acl.CREATE, Acl.DELETE, Acl.ADMIN, Acl.ALL))
                    .containsExactly(1, 2, 4, 8, 16, 31);
            assertThat(Acl.OPEN).containsExactly(new Acl(31, "world", "anyone"));
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 32})
        void unknownPermissionsAreRefused(int permissions) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Acl(permissions, "world", "anyone"))
                    .withMessageContaining(String.valueOf(permissions))
                    .withMessageContaining("0 to 31");
        }
    }

    @Nested
    class CreateModes {

        /** The table of the protocol, by hand. */
        @ParameterizedTest
        @CsvSource({
            "PERSISTENT,                     0, false, false, false",
            "EPHEMERAL,                      1, true,  false, false",
            "PERSISTENT_SEQUENTIAL,          2, false, true,  false",
            "EPHEMERAL_SEQUENTIAL,           3, true,  true,  false",
            "CONTAINER,                      4, false, false, false",
            "PERSISTENT_WITH_TTL,            5, false, false, true",
            "PERSISTENT_SEQUENTIAL_WITH_TTL, 6, false, true,  true",
        })
        void modeHasItsFlagAndItsProperties(
                CreateMode mode, int flag, boolean ephemeral, boolean sequential, boolean ttl) {
            assertThat(mode.flag()).isEqualTo(flag);
            assertThat(mode.isEphemeral()).isEqualTo(ephemeral);
            assertThat(mode.isSequential()).isEqualTo(sequential);
            assertThat(mode.hasTtl()).isEqualTo(ttl);
        }

        @Test
        void thereIsNoOtherMode() {
            assertThat(CreateMode.values()).hasSize(7);
        }
    }

    @Nested
    class CreateRequests {

        @Test
        void defaultIsAPersistentNodeWithNullDataAndTheClientsAcl() {
            CreateRequest request = CreateRequest.of("/a").build();

            assertThat(request.data()).isNull();
            assertThat(request.mode()).isEqualTo(CreateMode.PERSISTENT);
            assertThat(request.acl()).as("the client's default").isNull();
            assertThat(request.ttl()).isNull();
            assertThat(request.createParents()).isFalse();
            assertThat(request.parentContainers()).isFalse();
            assertThat(request.protectedName()).isFalse();
        }
    }
}
