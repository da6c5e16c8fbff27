package dev.zkspring.client.error;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The error codes of the protocol and those that the client adds, each with the exception that stands for it. */
public enum ErrorCode {
    SYSTEM_ERROR(-1, "system error"),
    RUNTIME_INCONSISTENCY(-2, "runtime inconsistency"),
    DATA_INCONSISTENCY(-3, "data inconsistency"),
    CONNECTION_LOSS(-4, "connection loss"),
    MARSHALLING_ERROR(-5, "marshalling error"),
    UNIMPLEMENTED(-6, "unimplemented"),
    OPERATION_TIMEOUT(-7, "operation timeout"),
    BAD_ARGUMENTS(-8, "bad arguments"),
    UNKNOWN_SESSION(-12, "unknown session"),
    NEW_CONFIG_NO_QUORUM(-13, "no quorum of the new configuration is connected"),
    RECONFIG_IN_PROGRESS(-14, "another reconfiguration is in progress"),
    NO_NODE(-101, "no node"),
    NO_AUTH(-102, "not authorized"),
    BAD_VERSION(-103, "bad version"),
    NO_CHILDREN_FOR_EPHEMERALS(-108, "ephemeral nodes have no children"),
    NODE_EXISTS(-110, "node exists"),
    NOT_EMPTY(-111, "node has children"),
    SESSION_EXPIRED(-112, "session expired"),
    INVALID_ACL(-114, "invalid ACL"),
    AUTH_FAILED(-115, "authentication failed"),
    SESSION_MOVED(-118, "session moved"),
    NOT_READ_ONLY(-119, "server is read-only"),
    EPHEMERAL_ON_LOCAL_SESSION(-120, "ephemeral node on a local session"),
    NO_WATCHER(-121, "no such watcher"),
    REQUEST_TIMEOUT(-122, "request timeout"),
    RECONFIG_DISABLED(-123, "reconfiguration is disabled"),
    SESSION_CLOSED_REQUIRE_SASL_AUTH(-124, "the server requires SASL authentication"),
    QUOTA_EXCEEDED(-125, "quota exceeded"),
    THROTTLED_OP(-127, "operation throttled"),
    CLIENT_CLOSED(0, "client is closed"),
    CONNECT_FAILED(0, "not connected"),
    TOO_MANY_REQUESTS(0, "too many requests in flight"),
    REQUEST_TOO_LARGE(0, "request too large"),
    RESPONSE_TOO_LARGE(0, "response too large"),
    NOT_WHITELISTED(0, "not in the whitelist"),
    NOT_SERVING(0, "the server is not serving"),
    UNKNOWN_WORD(0, "unknown four-letter word"),
    MALFORMED_ANSWER(0, "malformed answer"),
    UNSUPPORTED_BY_SERVER(0, "not supported by the server"),
    INTERRUPTED(0, "interrupted"),
    UNKNOWN(0, "unknown error code");

    private static final Map<Integer, ErrorCode> BY_NUMBER = byNumber();

    private final int number;

    private final String words;

    ErrorCode(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** The code of a number on the wire, {@link #UNKNOWN} for one that this client does not know. */
    public static ErrorCode of(int number) {
        return BY_NUMBER.getOrDefault(number, UNKNOWN);
    }

    /** The number on the wire, 0 for a code that only the client makes. */
    public int number() {
        return number;
    }

    String words() {
        return words;
    }

    ZkException create(Failure failure, @Nullable Throwable cause) {
        return ErrorCodeExceptions.create(this, failure, cause);
    }

    private static Map<Integer, ErrorCode> byNumber() {
        Map<Integer, ErrorCode> map = new HashMap<>();
        for (ErrorCode code : values()) {
            if (code.number != 0) {
                map.put(code.number, code);
            }
        }
        return map;
    }
}
