package dev.zkspring.client.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Something that looks like a ZooKeeper server to a client that connects, pings and reads one node, and answers at
 * almost no cost: replies are made of one prepared frame, and all requests of one read are answered by one write. It
 * runs in a process of its own, so that its processor time is not the client's.
 */
final class InstantReplyServer {

    private static final int BUFFER = 256 * 1024;

    private static final int PASSWORD_LENGTH = 16;

    private static final int STAT_LENGTH = 68;

    private static final int DATA_LENGTH = 100;

    private static final int DATA_LENGTH_IN_STAT = 52;

    private static final int GET_DATA = 4;

    private static final int CLOSE_SESSION = -11;

    private static final int SESSION_TIMEOUT = 30_000;

    private InstantReplyServer() {}

    /** Prepares the answer to getData behind its xid: zxid, no error, 100 bytes, and a stat that says so. */
    private static final byte[] GET_REPLY = getReply();

    public static void main(String[] args) throws IOException {
        endWithParent();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
            while (listener.isOpen()) {
                SocketChannel client = listener.accept();
                Thread thread = new Thread(() -> serve(client), "client");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void endWithParent() {
        Thread watchdog = new Thread(() -> {
            try {
                System.in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The same as the end of the stream.
            }
            Runtime.getRuntime().halt(0);
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static void serve(SocketChannel channel) {
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
        // A request of getData is at least 20 bytes long, its answer nine times as much.
        ByteBuffer out = ByteBuffer.allocateDirect(10 * BUFFER);
        try (channel) {
            channel.socket().setTcpNoDelay(true);
            boolean connected = false;
            boolean open = true;
            while (open && channel.read(in) >= 0) {
                in.flip();
                while (open && hasFrame(in)) {
                    open = connected ? answer(in, out) : connect(in, out);
                    connected = true;
                }
                in.compact();
                write(channel, out);
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private static boolean hasFrame(ByteBuffer in) {
        return in.remaining() >= Integer.BYTES && in.remaining() >= Integer.BYTES + in.getInt(in.position());
    }

    private static boolean connect(ByteBuffer in, ByteBuffer out) {
        skipFrame(in);
        out.putInt(Integer.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + PASSWORD_LENGTH + 1);
        out.putInt(0).putInt(SESSION_TIMEOUT).putLong(1);
        out.putInt(PASSWORD_LENGTH).put(new byte[PASSWORD_LENGTH]).put((byte) 0);
        return true;
    }

    /** Answers one request; returns whether the session goes on. */
    private static boolean answer(ByteBuffer in, ByteBuffer out) {
        int xid = in.getInt(in.position() + Integer.BYTES);
        int operation = in.getInt(in.position() + 2 * Integer.BYTES);
        skipFrame(in);
        if (operation == GET_DATA) {
            out.putInt(Integer.BYTES + GET_REPLY.length).putInt(xid).put(GET_REPLY);
        } else {
            out.putInt(2 * Integer.BYTES + Long.BYTES).putInt(xid).putLong(1).putInt(0);
        }
        return operation != CLOSE_SESSION;
    }

    private static void skipFrame(ByteBuffer in) {
        in.position(in.position() + Integer.BYTES + in.getInt(in.position()));
    }

    private static void write(SocketChannel channel, ByteBuffer out) throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    private static byte[] getReply() {
        int length = Long.BYTES + Integer.BYTES + Integer.BYTES + DATA_LENGTH + STAT_LENGTH;
        ByteBuffer reply = ByteBuffer.allocate(length);
        reply.putLong(1).putInt(0).putInt(DATA_LENGTH);
        reply.putInt(length - STAT_LENGTH + DATA_LENGTH_IN_STAT, DATA_LENGTH);
        return reply.array();
    }
}
