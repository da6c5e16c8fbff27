package dev.zkspring.client.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Something that looks like a ZooKeeper server 3.9.5 and answers at almost no cost, so that what is measured is the
 * client. It runs in a process of its own ({@link InstantServer}), so that its processor time is not the client's, and
 * ends with its parent. How nodes look is said by their paths: {@link InstantReplies}.
 */
final class InstantReplyServer {

    private InstantReplyServer() {}

    /** Listens on a free port, prints it, and serves until the standard input ends. */
    public static void main(String[] args) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            daemon(() -> accept(listener));
            new PrintStream(new FileOutputStream(FileDescriptor.out), true)
                    .println(listener.socket().getLocalPort());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void accept(ServerSocketChannel listener) {
        try {
            while (listener.isOpen()) {
                SocketChannel client = listener.accept();
                client.socket().setTcpNoDelay(true);
                daemon(new InstantSession(client));
            }
        } catch (IOException e) {
            // The parent is gone.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "instant-reply");
        thread.setDaemon(true);
        thread.start();
    }
}
