package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;

/** The reads that servers answer several of at once, of one kind at a time, since server 3.6.0. */
public enum ReadKind {
    DATA(OpCode.GET_DATA) {
        @Override
        void skipAnswer(WireReader in) {
            in.skipBytes();
            in.skip(StatFormat.LENGTH);
        }
    },
    CHILDREN(OpCode.GET_CHILDREN) {
        @Override
        void skipAnswer(WireReader in) {
            in.skipStrings();
        }
    };

    private final OpCode opCode;

    ReadKind(OpCode opCode) {
        this.opCode = opCode;
    }

    OpCode opCode() {
        return opCode;
    }

    abstract void skipAnswer(WireReader in);
}
