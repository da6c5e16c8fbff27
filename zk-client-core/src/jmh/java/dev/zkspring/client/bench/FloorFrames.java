package dev.zkspring.client.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Requests as bytes, encoded before anything is measured. All but the handshake are what follows the xid. */
final class FloorFrames {

    /** The floor sends no pings, and is idle while others are measured. */
    private static final int SESSION_TIMEOUT = 600_000;

    private static final int PASSWORD_LENGTH = 16;

    private static final int EXISTS = 3;

    private static final int GET_DATA = 4;

    private static final int SET_DATA = 5;

    private static final int CREATE = 1;

    private static final int GET_CHILDREN = 8;

    private static final int MULTI = 14;

    private static final int ANY_VERSION = -1;

    private static final int ALL_PERMISSIONS = 31;

    private static final int PERSISTENT_SEQUENTIAL = 2;

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

    private static byte[] read(int operation, String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(2 * Integer.BYTES + name.length + 1);
        return frame.putInt(operation).putInt(name.length).put(name).array();
    }

    static byte[] set(String path, byte[] data) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 * Integer.BYTES + name.length + data.length);
        frame.putInt(SET_DATA).putInt(name.length).put(name);
        return frame.putInt(data.length).put(data).putInt(ANY_VERSION).array();
    }

    static byte[] getChildren(String path) {
        return read(GET_CHILDREN, path);
    }

    /** A sequential node that is open to everybody. */
    static byte[] create(String prefix, byte[] data) {
        byte[] name = prefix.getBytes(StandardCharsets.UTF_8);
        byte[] scheme = "world".getBytes(StandardCharsets.UTF_8);
        byte[] id = "anyone".getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame =
                ByteBuffer.allocate(8 * Integer.BYTES + name.length + data.length + scheme.length + id.length);
        frame.putInt(CREATE).putInt(name.length).put(name).putInt(data.length).put(data);
        frame.putInt(1).putInt(ALL_PERMISSIONS);
        frame.putInt(scheme.length).put(scheme).putInt(id.length).put(id);
        return frame.putInt(PERSISTENT_SEQUENTIAL).array();
    }

    static byte[] transaction(String path, byte[] data, int changes) {
        byte[] change = set(path, data);
        int header = 1 + Integer.BYTES;
        ByteBuffer frame = ByteBuffer.allocate(2 * Integer.BYTES + header + changes * (change.length + header));
        frame.putInt(MULTI);
        for (int i = 0; i < changes; i++) {
            // The header of one change: its type, whether it is the last header, and no error.
            frame.putInt(SET_DATA).put((byte) 0).putInt(-1);
            frame.put(change, Integer.BYTES, change.length - Integer.BYTES);
        }
        return frame.putInt(-1).put((byte) 1).putInt(-1).array();
    }
}
