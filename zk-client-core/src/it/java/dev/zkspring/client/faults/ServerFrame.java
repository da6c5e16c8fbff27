package dev.zkspring.client.faults;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames as servers send them, length included, and what can be wrong with them. */
final class ServerFrame {

    static final int XID = 4;

    static final int ZXID = 8;

    static final int ERROR = 16;

    static final int BODY = 20;

    private static final int EVENT = -1;

    private static final int SYNC_CONNECTED = 3;

    private static final int CONNECT_ANSWER_LENGTH = 37;

    private ServerFrame() {}

    private static int number(byte[] frame) {
        return frame.length < BODY ? EVENT : ByteBuffer.wrap(frame).getInt(XID);
    }

    /** Answers to requests; not those to pings and to what restores watches. */
    static boolean isAnswer(byte[] frame) {
        return number(frame) > 0;
    }

    /** It has a protocol version where others have their number, and that is 0. */
    static boolean isHandshake(byte[] frame) {
        return number(frame) == 0;
    }

    static byte[] framed(byte[] payload) {
        return joined(ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).array(), payload);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] withInt(byte[] frame, int at, int number) {
        byte[] changed = frame.clone();
        ByteBuffer.wrap(changed).putInt(at, number);
        return changed;
    }

    static byte[] withLong(byte[] frame, int at, long number) {
        byte[] changed = frame.clone();
        ByteBuffer.wrap(changed).putLong(at, number);
        return changed;
    }

    /** Without its last bytes, and with the length that it has then. */
    static byte[] shortened(byte[] frame, int length) {
        byte[] payload = new byte[length - Integer.BYTES];
        System.arraycopy(frame, Integer.BYTES, payload, 0, payload.length);
        return framed(payload);
    }

    /** The same header, and another body. */
    static byte[] withBody(byte[] frame, byte[]... body) {
        return framed(joined(slice(frame, XID, BODY), joined(body)));
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** An answer without a body. */
    static byte[] answer(int xid, int error) {
        return framed(ints(xid, 0, 1, error));
    }

    /** As servers since 3.9 send it, with the zxid of the change. */
    static byte[] event(int type, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return framed(joined(ints(EVENT, 0, 1, 0, type, SYNC_CONNECTED, bytes.length), bytes));
    }

    /** An event whose path is said to be so long. */
    static byte[] eventWithPathLength(int length) {
        return framed(ints(EVENT, -1, -1, 0, 3, SYNC_CONNECTED, length));
    }

    /** The answer to a handshake. */
    static byte[] session(int timeout, long id, int passwordLength) {
        ByteBuffer answer =
                ByteBuffer.allocate(Integer.BYTES + CONNECT_ANSWER_LENGTH - 16 + Math.max(0, passwordLength));
        answer.putInt(answer.capacity() - Integer.BYTES)
                .putInt(0)
                .putInt(timeout)
                .putLong(id)
                .putInt(passwordLength);
        return answer.array();
    }
}
