package dev.zkspring.client.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection to the instant-reply server: all requests of one read are answered by one write. */
final class InstantSession implements Runnable {

    /** More than any request. */
    private static final int IN = 4 << 20;

    private static final int OUT = 40 << 20;

    /** Room that is made before each answer: 64 nodes of 500 kB in one multiRead. */
    private static final int LARGEST_ANSWER = 36 << 20;

    private static final int PASSWORD_LENGTH = 16;

    private static final int SESSION_TIMEOUT = 30_000;

    private static final int CLOSE_SESSION = -11;

    /** The four-letter word, read as the length of a frame. */
    private static final int SRVR = 0x73727672;

    private static final byte[] SRVR_ANSWER =
            "Zookeeper version: 3.9.5-instant, built on 2026-01-01\nMode: standalone\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final SocketChannel channel;

    private final ByteBuffer in = ByteBuffer.allocateDirect(IN);

    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT);

    private final InstantReplies replies = new InstantReplies(in, out);

    private boolean connected;

    private boolean open = true;

    InstantSession(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void run() {
        try (channel) {
            while (open && channel.read(in) >= 0) {
                in.flip();
                while (open && hasFrame()) {
                    answerFrame();
                }
                in.compact();
                write();
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private boolean hasFrame() {
        if (in.remaining() < Integer.BYTES) {
            return false;
        }
        int length = in.getInt(in.position());
        return length == SRVR || in.remaining() >= Integer.BYTES + length;
    }

    private void answerFrame() throws IOException {
        int length = in.getInt();
        if (length == SRVR) {
            out.put(SRVR_ANSWER);
            open = false;
            return;
        }
        int end = in.position() + length;
        if (connected) {
            answerRequest();
        } else {
            connect();
        }
        in.position(end);
    }

    private void connect() {
        connected = true;
        out.putInt(Integer.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + PASSWORD_LENGTH + 1);
        out.putInt(0).putInt(SESSION_TIMEOUT).putLong(1);
        out.putInt(PASSWORD_LENGTH).put(new byte[PASSWORD_LENGTH]).put((byte) 0);
    }

    private void answerRequest() throws IOException {
        if (out.remaining() < LARGEST_ANSWER) {
            write();
        }
        int start = out.position();
        int xid = in.getInt();
        int operation = in.getInt();
        out.putInt(0).putInt(xid).putLong(1).putInt(0);
        replies.body(operation);
        out.putInt(start, out.position() - start - Integer.BYTES);
        open = operation != CLOSE_SESSION;
    }

    private void write() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }
}
