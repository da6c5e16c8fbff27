package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ServerFrame.BODY;
import static dev.zkspring.client.faults.ServerFrame.ERROR;
import static dev.zkspring.client.faults.ServerFrame.XID;
import static dev.zkspring.client.faults.ServerFrame.ZXID;
import static dev.zkspring.client.faults.ServerFrame.answer;
import static dev.zkspring.client.faults.ServerFrame.ascii;
import static dev.zkspring.client.faults.ServerFrame.event;
import static dev.zkspring.client.faults.ServerFrame.eventWithPathLength;
import static dev.zkspring.client.faults.ServerFrame.framed;
import static dev.zkspring.client.faults.ServerFrame.ints;
import static dev.zkspring.client.faults.ServerFrame.joined;
import static dev.zkspring.client.faults.ServerFrame.shortened;
import static dev.zkspring.client.faults.ServerFrame.slice;
import static dev.zkspring.client.faults.ServerFrame.withBody;
import static dev.zkspring.client.faults.ServerFrame.withInt;
import static dev.zkspring.client.faults.ServerFrame.withLong;

import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.MarshallingErrorException;
import dev.zkspring.client.error.ResponseTooLargeException;
import dev.zkspring.client.error.UnknownErrorException;
import dev.zkspring.client.error.ZkException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a server may say instead of the answer to a call, and what the caller has to hear of it. */
enum AnswerLie {
    ANOTHER_NUMBER(KindOfCall.SET, lost("answer to request 2130706432 (expected: "), a -> withInt(a, XID, 0x7f000000)),
    NUMBER_ZERO(KindOfCall.SET, lost("answer to request 0 (expected: "), a -> withInt(a, XID, 0)),
    NEGATIVE_NUMBER(KindOfCall.SET, lost("answer to request -77 (expected: "), a -> withInt(a, XID, -77)),
    NUMBER_OF_AUTH(KindOfCall.SET, lost("answer to an authentication that was never sent"), a -> withInt(a, XID, -4)),
    NUMBER_OF_SET_WATCHES(KindOfCall.SET, lost("answer to watches that were never set"), a -> withInt(a, XID, -8)),
    ANSWER_NOBODY_ASKED_FOR(
            KindOfCall.SET, lost("answer to request 4711 (expected: "), a -> joined(answer(4711, 0), a)),
    ANSWER_TO_THE_NEXT_REQUEST(KindOfCall.SET, lost("answer to request "), a -> joined(answer(xid(a) + 1, 0), a)),
    THE_SAME_ANSWER_TWICE(KindOfCall.SET, null, a -> joined(a, a)),
    NEGATIVE_LENGTH(KindOfCall.SET, lost("frame length: -5 (expected: 0 or more)"), a -> withInt(a, 0, -5)),
    SMALLEST_LENGTH(
            KindOfCall.SET, lost("frame length: -2147483648 (expected: 0"), a -> withInt(a, 0, Integer.MIN_VALUE)),
    NO_LENGTH(KindOfCall.SET, lost("frame length: 0 (expected: at least 16)"), a -> withInt(a, 0, 0)),
    HALF_A_HEADER(KindOfCall.SET, lost("frame length: 15 (expected: at least 16)"), a -> shortened(a, 19)),
    LARGEST_LENGTH(
            KindOfCall.SET,
            lost("frame length: 2147483647 (expected: at most 1048576)"),
            a -> joined(ints(Integer.MAX_VALUE, 4711), new byte[999])),
    LONGER_THAN_ALLOWED(
            KindOfCall.SET,
            fails(ResponseTooLargeException.class, "1048577 bytes from "),
            a -> framed(joined(slice(a, XID, BODY), new byte[HostilePeer.LIMIT + 1 - 16]))),
    LONGER_THAN_ALLOWED_BY_FAR(
            KindOfCall.GET,
            fails(ResponseTooLargeException.class, "104857616 bytes from "),
            a -> framed(joined(slice(a, XID, BODY), new byte[100 * HostilePeer.LIMIT]))),
    HTTP(
            KindOfCall.SET,
            lost("an HTTP server answered, not ZooKeeper: \"HTTP/1.1 502 Bad Gateway\""),
            a -> ascii("HTTP/1.1 502 Bad Gateway\r\n\r\n<html>")),
    TLS_ALERT(KindOfCall.SET, lost("a TLS server answered with an alert"), a -> joined(ints(0x15030300, 0x02020a00))),
    TLS_HANDSHAKE(
            KindOfCall.SET, lost("a TLS handshake came"), a -> joined(ints(0x16030300, 0x4a020000), new byte[70])),
    SSH(
            KindOfCall.SET,
            lost("frame length: 1397966893 (expected: at most 1048576)"),
            a -> ascii("SSH-2.0-OpenSSH_9.6\r\n")),
    HANDSHAKE_AGAIN(
            KindOfCall.SET, lost("answer to request 0 (expected: "), a -> ServerFrame.session(10_000, 0x99, 16)),
    NO_BODY(
            KindOfCall.SET,
            fails(MarshallingErrorException.class, "message ends 8 bytes early"),
            a -> shortened(a, BODY)),
    HALF_A_BODY(KindOfCall.SET, fails(MarshallingErrorException.class, "bytes early"), a -> shortened(a, BODY + 33)),
    MORE_BODY_THAN_KNOWN(KindOfCall.SET, null, a -> framed(joined(slice(a, XID, a.length), new byte[99]))),
    ERROR_NEVER_HEARD_OF(
            KindOfCall.SET,
            fails(UnknownErrorException.class, "unknown error code -4242"),
            a -> withInt(a, ERROR, -4242)),
    OTHER_ERROR_NEVER_HEARD_OF(
            KindOfCall.GET, fails(UnknownErrorException.class, "unknown error code 7"), a -> withInt(a, ERROR, 7)),
    ZXID_FAR_BACK(KindOfCall.SET, null, a -> withLong(a, ZXID, 1)),
    ZXID_BELOW_ZERO(KindOfCall.SET, null, a -> withLong(a, ZXID, Long.MIN_VALUE)),
    PONG_NOBODY_ASKED_FOR(KindOfCall.SET, null, a -> joined(answer(-2, 0), a)),
    EVENT_OF_UNKNOWN_TYPE(KindOfCall.SET, null, a -> joined(event(4242, "/x"), event(-1, "/x"), a)),
    EVENTS_NOBODY_ASKED_FOR(KindOfCall.SET, null, a -> joined(event(3, "/x"), event(2, ""), event(1, "no path"), a)),
    EVENT_WITHOUT_PATH(
            KindOfCall.SET, lost("string: null (expected: a string)"), a -> joined(eventWithPathLength(-1), a)),
    EVENT_WITH_NEGATIVE_PATH(
            KindOfCall.SET, lost("length: -2 (expected: -1 to 0)"), a -> joined(eventWithPathLength(-2), a)),
    EVENT_WITH_ENDLESS_PATH(
            KindOfCall.SET,
            lost("length: 2147483647 (expected: -1 to 0)"),
            a -> joined(eventWithPathLength(Integer.MAX_VALUE), a)),
    EVENT_CUT(KindOfCall.SET, lost("message ends "), a -> joined(framed(ints(-1, -1, -1, 0, 3)), a)),
    READ_WITH_ANOTHER_NUMBER(KindOfCall.GET, null, a -> withInt(a, XID, 0x7f000000)),
    NO_STAT(KindOfCall.EXISTS, malformed("message ends 8 bytes early"), a -> shortened(a, BODY)),
    HALF_A_STAT(KindOfCall.EXISTS, malformed("bytes early"), a -> shortened(a, BODY + 33)),
    EXISTS_BY_AN_UNKNOWN_ERROR(
            KindOfCall.EXISTS,
            fails(UnknownErrorException.class, "unknown error code -4242"),
            a -> withInt(a, ERROR, -4242)),
    EXISTS_WITH_ANOTHER_NUMBER(KindOfCall.EXISTS, null, a -> withInt(a, XID, 0x7f000000)),
    SYNC_WITHOUT_PATH(KindOfCall.SYNC, null, a -> shortened(a, BODY)),
    SYNC_OF_AN_ENDLESS_PATH(KindOfCall.SYNC, null, a -> withInt(a, BODY, Integer.MAX_VALUE)),
    SYNC_BY_AN_UNKNOWN_ERROR(
            KindOfCall.SYNC,
            fails(UnknownErrorException.class, "unknown error code -4242"),
            a -> withInt(a, ERROR, -4242)),
    SYNC_WITH_ANOTHER_NUMBER(KindOfCall.SYNC, null, a -> withInt(a, XID, 0x7f000000)),
    WATCH_WITHOUT_BODY(KindOfCall.ADD_WATCH, null, a -> shortened(a, BODY)),
    WATCH_BY_AN_UNKNOWN_ERROR(
            KindOfCall.ADD_WATCH,
            fails(UnknownErrorException.class, "unknown error code -4242"),
            a -> withInt(a, ERROR, -4242)),
    WATCH_WITH_ANOTHER_NUMBER(KindOfCall.ADD_WATCH, null, a -> withInt(a, XID, 0x7f000000)),
    WATCH_AND_EVENTS_AT_ONCE(
            KindOfCall.ADD_WATCH, null, a -> joined(event(3, "/x"), event(2, "/x"), a, event(1, "/x"))),
    NEGATIVE_DATA_LENGTH(KindOfCall.GET, malformed("length: -2 (expected: -1 to "), a -> withInt(a, BODY, -2)),
    ENDLESS_DATA(
            KindOfCall.GET,
            malformed("length: 2147483647 (expected: -1 to "),
            a -> withInt(a, BODY, Integer.MAX_VALUE)),
    DATA_ONE_BYTE_LONGER(KindOfCall.GET, malformed("message ends 1 bytes early"), a -> withInt(a, BODY, 2)),
    NEGATIVE_CHILDREN(
            KindOfCall.CHILDREN, malformed("count of elements: -2 (expected: -1 to "), a -> withInt(a, BODY, -2)),
    ENDLESS_CHILDREN(
            KindOfCall.CHILDREN, malformed("count of elements: 2147483647"), a -> withInt(a, BODY, Integer.MAX_VALUE)),
    ONE_CHILD_MORE(
            KindOfCall.CHILDREN, malformed("count of elements: 3 (expected: -1 to 2)"), a -> withInt(a, BODY, 3)),
    NEGATIVE_CHILD(KindOfCall.CHILDREN, malformed("length: -9 (expected: -1 to "), a -> withInt(a, BODY + 4, -9)),
    ENDLESS_CHILD(KindOfCall.CHILDREN, malformed("length: 2147483647"), a -> withInt(a, BODY + 4, Integer.MAX_VALUE)),
    CHILD_WITHOUT_NAME(
            KindOfCall.CHILDREN, malformed("string: null (expected: a string)"), a -> withInt(a, BODY + 4, -1)),
    NEGATIVE_ACL(KindOfCall.ACL, malformed("count of elements: -2"), a -> withInt(a, BODY, -2)),
    ENDLESS_ACL(KindOfCall.ACL, malformed("count of elements: 2147483647"), a -> withInt(a, BODY, Integer.MAX_VALUE)),
    ACL_WITH_ENDLESS_SCHEME(
            KindOfCall.ACL, malformed("length: 2147483647"), a -> withInt(a, BODY + 8, Integer.MAX_VALUE)),
    CREATED_NOTHING(KindOfCall.CREATE, malformed("string: null (expected: a string)"), a -> withInt(a, BODY, -1)),
    CREATED_ENDLESSLY(KindOfCall.CREATE, malformed("length: 2147483647"), a -> withInt(a, BODY, Integer.MAX_VALUE)),
    FEWER_RESULTS(KindOfCall.TRANSACTION, malformed("1 answers (expected: 2)"), a -> withBody(a, deleted(), end())),
    NO_RESULTS(KindOfCall.TRANSACTION, malformed("0 answers (expected: 2)"), a -> withBody(a, end())),
    MORE_RESULTS(
            KindOfCall.TRANSACTION,
            malformed("more answers than the 2 requests"),
            a -> withBody(a, deleted(), deleted(), deleted(), end())),
    RESULTS_WITHOUT_END(
            KindOfCall.TRANSACTION, malformed("message ends 4 bytes early"), a -> withBody(a, deleted(), deleted())),
    RESULT_OF_UNKNOWN_TYPE(
            KindOfCall.TRANSACTION,
            malformed("answer of type 77 in a transaction"),
            a -> withBody(a, header(77, 0), deleted(), end())),
    FEWER_VALUES(KindOfCall.MULTI_READ, malformed("1 answers (expected: 2)"), a -> withBody(a, refused(), end())),
    MORE_VALUES(
            KindOfCall.MULTI_READ,
            malformed("more answers than the 2 requests"),
            a -> withBody(a, refused(), refused(), refused(), end())),
    VALUE_OF_ANOTHER_TYPE(
            KindOfCall.MULTI_READ,
            malformed("answer of type 8 to a getData"),
            a -> withBody(a, header(8, 0), ints(0), refused(), end())),
    FEWER_ANSWERS_THAN_READS(
            KindOfCall.SHARED, null, a -> withBody(a, slice(a, BODY, a.length - end().length - shared(a)), end())),
    MORE_ANSWERS_THAN_READS(
            KindOfCall.SHARED,
            null,
            a -> withBody(a, joined(slice(a, BODY, a.length - end().length), refused(), end()))),
    NO_ANSWERS_TO_READS(KindOfCall.SHARED, null, a -> withBody(a)),
    ANSWERS_OF_ANOTHER_TYPE(KindOfCall.SHARED, null, a -> withInt(a, BODY, 8)),
    SHARED_READS_REFUSED_AS_A_WHOLE(KindOfCall.SHARED, null, a -> withInt(a, ERROR, -4242)),
    SHARED_READS_TOO_LARGE(
            KindOfCall.SHARED, null, a -> framed(joined(slice(a, XID, BODY), new byte[2 * HostilePeer.LIMIT])));

    /**
     * What the caller hears.
     *
     * @param reason in the message, beside the address of the server where the client found the error
     */
    record Failed(Class<? extends ZkException> type, String reason) {}

    final KindOfCall call;

    /** {@code null} if the call succeeds all the same. */
    final @Nullable Failed failed;

    final UnaryOperator<byte[]> lie;

    AnswerLie(KindOfCall call, @Nullable Failed failed, UnaryOperator<byte[]> lie) {
        this.call = call;
        this.failed = failed;
        this.lie = lie;
    }

    private static Failed lost(String reason) {
        return new Failed(ConnectionLossException.class, reason);
    }

    private static Failed malformed(String reason) {
        return new Failed(MarshallingErrorException.class, reason);
    }

    private static Failed fails(Class<? extends ZkException> type, String reason) {
        return new Failed(type, reason);
    }

    /** How long each of the answers to reads of one node is. */
    private static int shared(byte[] frame) {
        return (frame.length - BODY - end().length) / KindOfCall.READS;
    }

    private static int xid(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(XID);
    }

    private static byte[] header(int type, int done) {
        return joined(ints(type), new byte[] {(byte) done}, ints(0));
    }

    private static byte[] deleted() {
        return header(2, 0);
    }

    private static byte[] refused() {
        return joined(header(-1, 0), ints(-101));
    }

    private static byte[] end() {
        return header(-1, 1);
    }
}
