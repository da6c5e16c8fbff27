package dev.zkspring.client.internal.transport;

import dev.zkspring.client.internal.wire.WireFormatException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Why a server could not be reached, in plain words for users. */
public final class FailureReason {

    private FailureReason() {}

    /** The reason without the server's name or address; never empty. */
    public static String of(Throwable failure) {
        Throwable cause = unwrap(failure);
        String message = cause.getMessage();
        if (cause instanceof NameLookupTimeoutException
                || cause instanceof LinkException
                || cause instanceof WireFormatException) {
            return String.valueOf(message);
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        if (cause instanceof ConnectTimeoutException) {
            return message == null ? "connection timed out" : withoutAddress(message);
        }
        if (cause instanceof NoRouteToHostException) {
            return "no route to host";
        }
        if (cause instanceof ClosedChannelException) {
            return "connection closed";
        }
        return known(cause, message);
    }

    private static Throwable unwrap(Throwable failure) {
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        Throwable cause = failure.getCause();
        return wrapper && cause != null ? unwrap(cause) : failure;
    }

    /** What the operating system says has no class of its own, only a text that starts alike. */
    private static String known(Throwable cause, @Nullable String message) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        if (text.startsWith("connection reset") || text.startsWith("broken pipe")) {
            return "connection reset";
        }
        if (text.startsWith("network is unreachable")) {
            return "network is unreachable";
        }
        if (text.startsWith("connection timed out")) {
            return "connection timed out";
        }
        if (cause instanceof ConnectException && (text.isEmpty() || text.startsWith("connection refused"))) {
            return "connection refused";
        }
        String name = cause.getClass().getSimpleName();
        return text.isBlank() ? name : name + ": " + message;
    }

    private static String withoutAddress(String message) {
        int address = message.indexOf(": ");
        return address < 0 ? message : message.substring(0, address);
    }
}
