package dev.zkspring.client.internal.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.function.Supplier;

/**
 * What connections are made of: epoll if the application has Netty's native library for its platform, else the JDK's
 * selectors.
 *
 * @param handlers makes what drives the connections of one thread
 * @param channels makes connections
 */
record Transport(Supplier<IoHandlerFactory> handlers, ChannelFactory<SocketChannel> channels) {

    /** The one of this JVM. */
    static final Transport PRESENT =
            hasEpoll() ? Native.epoll() : new Transport(NioIoHandler::newFactory, NioSocketChannel::new);

    private static boolean hasEpoll() {
        try {
            Class.forName("io.netty.channel.epoll.Epoll", false, Transport.class.getClassLoader());
            return Native.isAvailable();
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Names classes that need not be there. */
    private static final class Native {

        static boolean isAvailable() {
            return Epoll.isAvailable();
        }

        static Transport epoll() {
            return new Transport(EpollIoHandler::newFactory, EpollSocketChannel::new);
        }
    }
}
