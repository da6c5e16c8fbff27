package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** Apart from {@link ErrorCode}, because verifying this class loads all exceptions, which no connection needs. */
final class ErrorCodeExceptions {

    private ErrorCodeExceptions() {}

    /** The exception of the code's own class. */
    static ZkException create(ErrorCode code, Failure failure, @Nullable Throwable cause) {
        return switch (code) {
            case SYSTEM_ERROR -> new SystemErrorException(failure, cause);
            case RUNTIME_INCONSISTENCY -> new RuntimeInconsistencyException(failure, cause);
            case DATA_INCONSISTENCY -> new DataInconsistencyException(failure, cause);
            case CONNECTION_LOSS -> new ConnectionLossException(failure, cause);
            case MARSHALLING_ERROR -> new MarshallingErrorException(failure, cause);
            case UNIMPLEMENTED -> new UnimplementedException(failure, cause);
            case OPERATION_TIMEOUT -> new OperationTimeoutException(failure, cause);
            case BAD_ARGUMENTS -> new BadArgumentsException(failure, cause);
            case UNKNOWN_SESSION -> new UnknownSessionException(failure, cause);
            case NEW_CONFIG_NO_QUORUM -> new NewConfigNoQuorumException(failure, cause);
            case RECONFIG_IN_PROGRESS -> new ReconfigInProgressException(failure, cause);
            case NO_NODE -> new NoNodeException(failure, cause);
            case NO_AUTH -> new NoAuthException(failure, cause);
            case BAD_VERSION -> new BadVersionException(failure, cause);
            case NO_CHILDREN_FOR_EPHEMERALS -> new NoChildrenForEphemeralsException(failure, cause);
            case NODE_EXISTS -> new NodeExistsException(failure, cause);
            case NOT_EMPTY -> new NotEmptyException(failure, cause);
            case SESSION_EXPIRED -> new SessionExpiredException(failure, cause);
            case INVALID_ACL -> new InvalidAclException(failure, cause);
            case AUTH_FAILED -> new AuthFailedException(failure, cause);
            case SESSION_MOVED -> new SessionMovedException(failure, cause);
            case NOT_READ_ONLY -> new NotReadOnlyException(failure, cause);
            case EPHEMERAL_ON_LOCAL_SESSION -> new EphemeralOnLocalSessionException(failure, cause);
            case NO_WATCHER -> new NoWatcherException(failure, cause);
            case REQUEST_TIMEOUT -> new RequestTimeoutException(failure, cause);
            case RECONFIG_DISABLED -> new ReconfigDisabledException(failure, cause);
            case SESSION_CLOSED_REQUIRE_SASL_AUTH -> new SessionClosedRequireSaslAuthException(failure, cause);
            case QUOTA_EXCEEDED -> new QuotaExceededException(failure, cause);
            case THROTTLED_OP -> new ThrottledOpException(failure, cause);
            default -> createOfClient(code, failure, cause);
        };
    }

    private static ZkException createOfClient(ErrorCode code, Failure failure, @Nullable Throwable cause) {
        return switch (code) {
            case CLIENT_CLOSED -> new ClientClosedException(failure, cause);
            case CONNECT_FAILED -> new ConnectFailedException(failure, cause);
            case TOO_MANY_REQUESTS -> new TooManyRequestsException(failure, cause);
            case REQUEST_TOO_LARGE -> new RequestTooLargeException(failure, cause);
            case RESPONSE_TOO_LARGE -> new ResponseTooLargeException(failure, cause);
            case NOT_WHITELISTED -> new NotWhitelistedException(failure, cause);
            case NOT_SERVING -> new NotServingException(failure, cause);
            case UNKNOWN_WORD -> new UnknownWordException(failure, cause);
            case MALFORMED_ANSWER -> new MalformedAnswerException(failure, cause);
            case UNSUPPORTED_BY_SERVER -> new UnsupportedByServerException(failure, cause);
            case INTERRUPTED -> new ZkInterruptedException(failure, cause);
            default -> new UnknownErrorException(failure, cause);
        };
    }
}
