package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.MarshallingErrorException;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.ResponseTooLargeException;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.TooManyRequestsException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the failure of a read means to a watch. */
final class ReadFailure {

    private ReadFailure() {}

    /** The failure itself, without what dependent futures wrap around it. */
    static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    static boolean isNoNode(@Nullable Throwable error) {
        return error != null && cause(error) instanceof NoNodeException;
    }

    /** Reported by the connection's own events; the next read waits for the link anyway. */
    static boolean isLinkTrouble(Throwable error) {
        return error instanceof ConnectionLossException
                || error instanceof SessionExpiredException
                || error instanceof RequestTimeoutException;
    }

    /** Whether it is for ever: the client is for one session, and that is gone. */
    static boolean isFinal(Throwable error, ZkClient client) {
        return error instanceof SessionExpiredException && client.isForOneSession();
    }

    /** Whether the client is busy: nothing to report, later is better. */
    static boolean isBusy(Throwable error) {
        return error instanceof TooManyRequestsException;
    }

    /** Whether it concerns the one node, whose name may be none, and only a change of that node would help. */
    static boolean isRefusal(Throwable error) {
        return error instanceof NoAuthException
                || error instanceof IllegalArgumentException
                || error instanceof ResponseTooLargeException
                || error instanceof MarshallingErrorException;
    }
}
