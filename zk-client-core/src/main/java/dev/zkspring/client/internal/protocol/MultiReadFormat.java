package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

/**
 * The body of a {@link MultiRead} written read by read, and its answer taken apart in place, one after the other. What
 * is kept between two answers is for one thread.
 */
public final class MultiReadFormat {

    private WireReader in = new WireReader();

    private int next;

    private int end;

    /** Writes one read, without its watch. */
    public static void write(Operation<?> read, WireWriter out, Chroot chroot) {
        MultiFormat.writeHeader(out, read.opCode().number(), false);
        read.unwatched().write(out, chroot);
    }

    /** To be called behind the last read. */
    public static void writeEnd(WireWriter out) {
        MultiFormat.writeHeader(out, MultiFormat.NO_TYPE, true);
    }

    /** Begins with an answer. The reader stands on its body, and is moved on by the other methods. */
    public void begin(WireReader reader) {
        in = reader;
        next = reader.index();
        end = next + reader.remaining();
    }

    /**
     * Goes on to the answer of the next read. The reader stands on its body then and sees nothing else; the body is empty
     * if there is an error.
     *
     * @return the error, 0 if there is none
     */
    public int next(ReadKind kind) {
        int type = readHeader();
        int error = 0;
        int begin = in.index();
        if (type == MultiFormat.NO_TYPE) {
            error = in.readInt();
            begin = in.index();
        } else if (type == kind.opCode().number()) {
            kind.skipAnswer(in);
        } else {
            throw new WireFormatException(
                    "answer of type %d to a %s".formatted(type, kind.opCode().wireName()));
        }
        next = in.index();
        in.moveTo(begin, next - begin);
        return error;
    }

    private int readHeader() {
        in.moveTo(next, end - next);
        int type = in.readInt();
        boolean done = in.readBoolean();
        in.readInt();
        if (done) {
            throw new WireFormatException("fewer answers than reads in one request");
        }
        return type;
    }

    /** To be called behind the last answer. */
    public void end() {
        in.moveTo(next, end - next);
        in.readInt();
        if (!in.readBoolean()) {
            throw new WireFormatException("more answers than reads in one request");
        }
    }
}
