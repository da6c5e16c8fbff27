package dev.zkspring.client.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Requests as bytes, encoded before anything is measured. All but the handshake are what follows the xid. */
final class FloorFrames {

    /** The floor sends no pings, and is idle while others are measured. */
    private static final int SESSION_TIMEOUT = 600_000;

    private static final int PASSWORD_LENGTH = 16;

    private static final int CREATE = 1;

    private static final int EXISTS = 3;

    private static final int GET_DATA = 4;

    private static final int SET_DATA = 5;

    private static final int GET_CHILDREN = 8;

    private static final int MULTI = 14;

    private static final int NOTHING = -1;

    private static final int ANY_VERSION = -1;

    private static final int PERSISTENT_SEQUENTIAL = 2;

    private static final int ALL_PERMISSIONS = 31;

    private FloorFrames() {}

    /** With its length in front. */
    static byte[] connect() {
        int length = Integer.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + PASSWORD_LENGTH + 1;
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + length);
        frame.putInt(length).putInt(0).putLong(0).putInt(SESSION_TIMEOUT).putLong(0);
        return frame.putInt(PASSWORD_LENGTH).array();
    }

    static byte[] get(String path) {
        return read(GET_DATA, path);
    }

    static byte[] exists(String path) {
        return read(EXISTS, path);
    }

    static byte[] getChildren(String path) {
        return read(GET_CHILDREN, path);
    }

    private static byte[] read(int operation, String path) {
        ByteBuffer frame = space(path.length());
        putString(frame.putInt(operation), path);
        return bytes(frame.put((byte) 0));
    }

    static byte[] set(String path, byte[] data) {
        ByteBuffer frame = space(path.length() + data.length);
        putChange(frame.putInt(SET_DATA), path, data);
        return bytes(frame);
    }

    static byte[] createSequential(String path, byte[] data) {
        ByteBuffer frame = space(path.length() + data.length);
        putString(frame.putInt(CREATE), path);
        frame.putInt(data.length).put(data).putInt(1).putInt(ALL_PERMISSIONS);
        putString(frame, "world");
        putString(frame, "anyone");
        return bytes(frame.putInt(PERSISTENT_SEQUENTIAL));
    }

    static byte[] transaction(String path, byte[] data, int changes) {
        ByteBuffer frame = space((path.length() + data.length + Long.SIZE) * changes);
        frame.putInt(MULTI);
        for (int i = 0; i < changes; i++) {
            frame.putInt(SET_DATA).put((byte) 0).putInt(NOTHING);
            putChange(frame, path, data);
        }
        return bytes(frame.putInt(NOTHING).put((byte) 1).putInt(NOTHING));
    }

    private static void putChange(ByteBuffer frame, String path, byte[] data) {
        putString(frame, path);
        frame.putInt(data.length).put(data).putInt(ANY_VERSION);
    }

    private static void putString(ByteBuffer frame, String text) {
        frame.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** For so many bytes of path and data, and what goes with them. */
    private static ByteBuffer space(int bytes) {
        return ByteBuffer.allocate(bytes + 2 * Long.SIZE);
    }

    private static byte[] bytes(ByteBuffer frame) {
        return Arrays.copyOf(frame.array(), frame.position());
    }
}
