package dev.zkspring.client.error;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The error codes of the protocol and those that the client adds, each with the exception that stands for it. */
public enum ErrorCode {
    SYSTEM_ERROR(-1, "system error", SystemErrorException::new),
    RUNTIME_INCONSISTENCY(-2, "runtime inconsistency", RuntimeInconsistencyException::new),
    DATA_INCONSISTENCY(-3, "data inconsistency", DataInconsistencyException::new),
    CONNECTION_LOSS(-4, "connection loss", ConnectionLossException::new),
    MARSHALLING_ERROR(-5, "marshalling error", MarshallingErrorException::new),
    UNIMPLEMENTED(-6, "unimplemented", UnimplementedException::new),
    OPERATION_TIMEOUT(-7, "operation timeout", OperationTimeoutException::new),
    BAD_ARGUMENTS(-8, "bad arguments", BadArgumentsException::new),
    UNKNOWN_SESSION(-12, "unknown session", UnknownSessionException::new),
    NEW_CONFIG_NO_QUORUM(-13, "no quorum of the new configuration is connected", NewConfigNoQuorumException::new),
    RECONFIG_IN_PROGRESS(-14, "another reconfiguration is in progress", ReconfigInProgressException::new),
    NO_NODE(-101, "no node", NoNodeException::new),
    NO_AUTH(-102, "not authorized", NoAuthException::new),
    BAD_VERSION(-103, "bad version", BadVersionException::new),
    NO_CHILDREN_FOR_EPHEMERALS(-108, "ephemeral nodes have no children", NoChildrenForEphemeralsException::new),
    NODE_EXISTS(-110, "node exists", NodeExistsException::new),
    NOT_EMPTY(-111, "node has children", NotEmptyException::new),
    SESSION_EXPIRED(-112, "session expired", SessionExpiredException::new),
    INVALID_ACL(-114, "invalid ACL", InvalidAclException::new),
    AUTH_FAILED(-115, "authentication failed", AuthFailedException::new),
    SESSION_MOVED(-118, "session moved", SessionMovedException::new),
    NOT_READ_ONLY(-119, "server is read-only", NotReadOnlyException::new),
    EPHEMERAL_ON_LOCAL_SESSION(-120, "ephemeral node on a local session", EphemeralOnLocalSessionException::new),
    NO_WATCHER(-121, "no such watcher", NoWatcherException::new),
    REQUEST_TIMEOUT(-122, "request timeout", RequestTimeoutException::new),
    RECONFIG_DISABLED(-123, "reconfiguration is disabled", ReconfigDisabledException::new),
    SESSION_CLOSED_REQUIRE_SASL_AUTH(
            -124, "the server requires SASL authentication", SessionClosedRequireSaslAuthException::new),
    QUOTA_EXCEEDED(-125, "quota exceeded", QuotaExceededException::new),
    THROTTLED_OP(-127, "operation throttled", ThrottledOpException::new),
    CLIENT_CLOSED(0, "client is closed", ClientClosedException::new),
    CONNECT_FAILED(0, "not connected", ConnectFailedException::new),
    TOO_MANY_REQUESTS(0, "too many requests in flight", TooManyRequestsException::new),
    REQUEST_TOO_LARGE(0, "request too large", RequestTooLargeException::new),
    RESPONSE_TOO_LARGE(0, "response too large", ResponseTooLargeException::new),
    NOT_WHITELISTED(0, "not in the whitelist", NotWhitelistedException::new),
    NOT_SERVING(0, "the server is not serving", NotServingException::new),
    UNKNOWN_WORD(0, "unknown four-letter word", UnknownWordException::new),
    MALFORMED_ANSWER(0, "malformed answer", MalformedAnswerException::new),
    UNSUPPORTED_BY_SERVER(0, "not supported by the server", UnsupportedByServerException::new),
    INTERRUPTED(0, "interrupted", ZkInterruptedException::new),
    UNKNOWN(0, "unknown error code", UnknownErrorException::new);

    private static final Map<Integer, ErrorCode> BY_NUMBER = byNumber();

    private final int number;

    private final String words;

    private final BiFunction<Failure, @Nullable Throwable, ZkException> factory;

    ErrorCode(int number, String words, BiFunction<Failure, @Nullable Throwable, ZkException> factory) {
        this.number = number;
        this.words = words;
        this.factory = factory;
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
        return factory.apply(failure, cause);
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
