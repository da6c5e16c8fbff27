package dev.zkspring.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.error.InvalidHostsException;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectStringTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zk1                     | zk1:2181                   | ''",
                "zk1:2182                | zk1:2182                   | ''",
                "zk1,zk2:1,10.0.0.3      | zk1:2181 zk2:1 10.0.0.3:2181 | ''",
                "' zk1 , zk2:7 '         | zk1:2181 zk2:7             | ''",
                "[::1]                   | [::1]:2181                 | ''",
                "[fe80::1]:2182,zk1/app  | [fe80::1]:2182 zk1:2181    | /app",
                "zk1/                    | zk1:2181                   | ''",
                "zk1,zk2/app/x           | zk1:2181 zk2:2181          | /app/x",
                "'zk1/app '              | zk1:2181                   | /app",
            })
    void serversAndChrootAreFound(String text, String servers, String chroot) {
        ConnectString parsed = ConnectString.parse(text);

        assertThat(parsed.servers().stream().map(Object::toString).collect(Collectors.joining(" ")))
                .isEqualTo(servers);
        assertThat(parsed.chroot()).isEqualTo(chroot);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''              | empty",
                "zk1,            | empty",
                ",zk1            | empty",
                "zk1,,zk2        | empty",
                "/app            | empty",
                "zk1:            | port of \"zk1:\" is no number",
                "zk1:x           | port of \"zk1:x\" is no number",
                "zk1:0           | port of zk1: 0",
                "zk1:65536       | port of zk1: 65536",
                "::1             | in brackets",
                "fe80::1:2181    | in brackets",
                "[::1            | [IPv6 address]:port",
                "::1]:2181       | [IPv6 address]:port",
                "[::1]x:2181     | [IPv6 address]:port",
                "]               | [IPv6 address]:port",
                "]:2181          | [IPv6 address]:port",
                "[]:2181         | host name is empty",
                "zk 1            | is no host name",
                "user@zk1        | is no host name",
                "zk1/app,zk2     | behind the last host",
                "zk1/app,zk2/app | behind the last host",
                "zk1/app/        | must not end with '/'",
                "zk1//app        | empty segment",
                "zk1/../x        | relative segment",
                "zk://zk1        | empty segment",
            })
    void mistakeIsNamedWithTheWholeString(String text, String mistake) {
        assertThatExceptionOfType(InvalidHostsException.class)
                .isThrownBy(() -> ConnectString.parse(text))
                .withMessageContaining(text.strip())
                .withMessageContaining(mistake);
    }
}
