package dev.zkspring.client.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The bodies of the instant-reply server's answers. The first step of a path says how the node looks: {@code /b100} and
 * all below have 100 bytes, {@code /b10k} has 10 000, {@code /c100k} has 100 000 children with names of six digits. Any
 * other node has no data and no children.
 */
final class InstantReplies {

    private static final int CREATE = 1;
    private static final int EXISTS = 3;
    private static final int GET_DATA = 4;
    private static final int SET_DATA = 5;
    private static final int GET_CHILDREN = 8;
    private static final int SYNC = 9;
    private static final int GET_CHILDREN_2 = 12;
    private static final int MULTI = 14;
    private static final int CREATE_2 = 15;
    private static final int MULTI_READ = 22;
    private static final int ADD_WATCH = 106;

    private static final int STAT_LENGTH = 68;

    private static final int DATA_LENGTH_IN_STAT = 52;

    private static final int THOUSAND = 1_000;

    private final ByteBuffer in;

    private final ByteBuffer out;

    private final byte[] stat = new byte[STAT_LENGTH];

    private final Map<Integer, byte[]> childLists = new HashMap<>();

    InstantReplies(ByteBuffer in, ByteBuffer out) {
        this.in = in;
        this.out = out;
    }

    /** Reads the body of a request and writes that of its answer; behind what it does not know it writes nothing. */
    void body(int operation) {
        switch (operation) {
            case MULTI -> multi();
            case MULTI_READ -> multiRead();
            case ADD_WATCH -> out.putInt(0);
            default -> single(operation);
        }
    }

    private void single(int operation) {
        switch (operation) {
            case GET_DATA -> data();
            case EXISTS, SET_DATA -> stat(0);
            case CREATE, SYNC -> path();
            case CREATE_2 -> {
                path();
                stat(0);
            }
            case GET_CHILDREN -> children();
            case GET_CHILDREN_2 -> {
                children();
                stat(0);
            }
            default -> {}
        }
    }

    private void multi() {
        for (int type = in.getInt(); type != -1; type = in.getInt()) {
            skip(1 + Integer.BYTES);
            multiHeader(type, false);
            int start = in.position();
            single(type);
            in.position(start);
            skipWrite(type);
        }
        multiHeader(-1, true);
    }

    private void multiRead() {
        for (int type = in.getInt(); type != -1; type = in.getInt()) {
            skip(1 + Integer.BYTES);
            multiHeader(type, false);
            int start = in.position();
            single(type);
            in.position(start);
            skipField();
            skip(1);
        }
        multiHeader(-1, true);
    }

    private void multiHeader(int type, boolean done) {
        out.putInt(type).put((byte) (done ? 1 : 0)).putInt(done ? -1 : 0);
    }

    /** Goes behind one change of a transaction: its path, data, access list, and flags or version. */
    private void skipWrite(int type) {
        skipField();
        if (type == SET_DATA || type == CREATE || type == CREATE_2) {
            skipField();
        }
        if (type == CREATE || type == CREATE_2) {
            for (int entries = in.getInt(); entries > 0; entries--) {
                skip(Integer.BYTES);
                skipField();
                skipField();
            }
        }
        skip(Integer.BYTES);
    }

    private void data() {
        int size = sizeSaidByPath('b');
        out.putInt(size);
        // What the bytes are does not matter: they are left from earlier answers.
        out.position(out.position() + size);
        stat(size);
    }

    private void children() {
        out.put(childLists.computeIfAbsent(sizeSaidByPath('c'), InstantReplies::childList));
    }

    private void path() {
        int length = in.getInt();
        out.putInt(length).put(out.position(), in, in.position(), length);
        out.position(out.position() + length);
    }

    private void stat(int dataLength) {
        out.put(stat).putInt(out.position() - STAT_LENGTH + DATA_LENGTH_IN_STAT, dataLength);
    }

    /** The number behind this letter at the beginning of the path, times a thousand if a k follows. */
    private int sizeSaidByPath(char kind) {
        int index = in.position() + Integer.BYTES + 1;
        int end = in.position() + Integer.BYTES + in.getInt(in.position());
        int size = 0;
        if (index < end && in.get(index) == kind) {
            index++;
            while (index < end && Character.isDigit(in.get(index))) {
                size = 10 * size + in.get(index++) - '0';
            }
        }
        return index < end && in.get(index) == 'k' ? THOUSAND * size : size;
    }

    private void skipField() {
        skip(Math.max(0, in.getInt()));
    }

    private void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    private static byte[] childList(int count) {
        ByteBuffer list = ByteBuffer.allocate(Integer.BYTES + 10 * count).putInt(count);
        for (int i = 0; i < count; i++) {
            list.putInt(6).put(String.format(Locale.ROOT, "%06d", i).getBytes(StandardCharsets.US_ASCII));
        }
        return list.array();
    }
}
