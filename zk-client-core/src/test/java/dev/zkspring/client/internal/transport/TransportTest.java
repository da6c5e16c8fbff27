package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

/** The profile {@code epoll} adds the native library, which is not there otherwise. */
class TransportTest {

    @Test
    void epollIsUsedWhereItsLibraryIs() {
        Class<? extends SocketChannel> expected =
                Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
        SocketChannel channel = Transport.PRESENT.channels().newChannel();

        assertThat(channel).isInstanceOf(expected);
        channel.unsafe().closeForcibly();
    }
}
