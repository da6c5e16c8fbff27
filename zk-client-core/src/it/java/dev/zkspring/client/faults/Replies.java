package dev.zkspring.client.faults;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ZkException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What this project's client answers, in common terms. */
final class Replies {

    private Replies() {}

    static Reply of(@Nullable String value, Stat stat, long session) {
        return new Reply(Result.OK, value, stat.czxid(), stat.mzxid(), stat.pzxid(), stat.version(), session, null);
    }

    /** @param stat null if unknown */
    static Reply ofChildren(List<String> names, @Nullable Stat stat, long session) {
        String value = String.join(",", names.stream().sorted().toList());
        return stat == null
                ? new Reply(Result.OK, value, -1, -1, -1, -1, session, null)
                : new Reply(Result.OK, value, stat.czxid(), stat.mzxid(), stat.pzxid(), stat.cversion(), session, null);
    }

    /** An answer that says nothing but that it is done. */
    static Reply done(long session) {
        return new Reply(Result.OK, null, -1, -1, -1, -1, session, null);
    }

    static Reply missing(long session) {
        return new Reply(Result.NO_NODE, null, -1, -1, -1, -1, session, null);
    }

    /** It is not known whether it is the answer that was asked for. */
    static Reply unknown(long session) {
        return new Reply(Result.UNKNOWN, null, -1, -1, -1, -1, session, null);
    }

    static Reply failed(Throwable error, long session) {
        return new Reply(result(error), null, -1, -1, -1, -1, session, error);
    }

    private static Result result(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (!(cause instanceof ZkException failure)) {
            return Result.UNKNOWN;
        }
        return switch (failure.outcome()) {
            case NOT_SENT -> Result.NOT_SENT;
            case UNKNOWN -> Result.UNKNOWN;
            case REFUSED ->
                switch (failure.code()) {
                    case NO_NODE -> Result.NO_NODE;
                    case NODE_EXISTS -> Result.NODE_EXISTS;
                    case BAD_VERSION -> Result.BAD_VERSION;
                    default -> Result.REFUSED;
                };
        };
    }
}
