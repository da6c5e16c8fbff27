package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zkspring.client.data.ServerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "zk1, 10.0.0.1, zk1:2181/10.0.0.1",
        "zk1, fe80::1, zk1:2181/fe80::1",
        "10.0.0.1, 10.0.0.1, 10.0.0.1:2181",
        "::1, 0:0:0:0:0:0:0:1, [::1]:2181",
    })
    void namesTheAddressOnlyWhenItIsNotTheName(String host, String ip, String text) throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(ip), 2181);

        assertThat(new Endpoint(new ServerAddress(host, 2181), address)).hasToString(text);
    }

    @Test
    void refusesAnUnresolvedAddress() {
        ServerAddress server = new ServerAddress("zk1", 2181);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(server, InetSocketAddress.createUnresolved("zk1", 2181)))
                .withMessageContaining("zk1:2181")
                .withMessageContaining("expected: a resolved one");
    }
}
