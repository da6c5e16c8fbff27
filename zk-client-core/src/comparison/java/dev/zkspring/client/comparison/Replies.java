package dev.zkspring.client.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** What Apache's classes say, in common terms. Curator has no other codes and stats. */
final class Replies {

    /** Codes between this and zero come from the client or from a server in trouble; the rest are refusals. */
    private static final int API_ERROR = Code.APIERROR.intValue();

    private Replies() {}

    /** Of a call on data; the stat is there when it succeeded. */
    static Reply ofData(int code, byte @Nullable [] data, @Nullable Stat stat, long session) {
        String value = data == null ? null : new String(data, UTF_8);
        return of(code, value, stat, stat == null ? -1 : stat.getVersion(), session);
    }

    static Reply ofChildren(int code, @Nullable List<String> names, @Nullable Stat stat, long session) {
        String value = names == null ? null : joined(names);
        return of(code, value, stat, stat == null ? -1 : stat.getCversion(), session);
    }

    static String joined(List<String> names) {
        return String.join(",", names.stream().sorted().toList());
    }

    private static Reply of(int code, @Nullable String value, @Nullable Stat stat, int version, long session) {
        Throwable error = code == 0 ? null : KeeperException.create(Code.get(code));
        if (stat == null) {
            return new Reply(result(code), value, -1, -1, -1, version, session, error);
        }
        return new Reply(
                result(code), value, stat.getCzxid(), stat.getMzxid(), stat.getPzxid(), version, session, error);
    }

    /** These clients never say that a request was not sent: a loss of the connection may mean either. */
    private static Result result(int code) {
        return switch (Code.get(code)) {
            case OK -> Result.OK;
            case NONODE -> Result.NO_NODE;
            case NODEEXISTS -> Result.NODE_EXISTS;
            case BADVERSION -> Result.BAD_VERSION;
            case SESSIONEXPIRED, SESSIONCLOSEDREQUIRESASLAUTH, AUTHFAILED, REQUESTTIMEOUT -> Result.UNKNOWN;
            default -> code < API_ERROR ? Result.REFUSED : Result.UNKNOWN;
        };
    }
}
