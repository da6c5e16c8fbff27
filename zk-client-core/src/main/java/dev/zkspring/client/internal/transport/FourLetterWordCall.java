package dev.zkspring.client.internal.transport;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One word on its way to one server and the answer on its way back. Owned by the event loop. */
final class FourLetterWordCall extends ChannelInboundHandlerAdapter implements Connector.Listener {

    private static final String DENIED = " is not executed because it is not in the whitelist";

    private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests";

    /** Lists what there is, which may be nothing. */
    private static final String MAY_ANSWER_NOTHING = "hash";

    private final CompletableFuture<String> result = new CompletableFuture<>();

    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    private final EventLoop loop;

    private final String word;

    private final ServerAddress server;

    private final int maxAnswerBytes;

    private String stage = "name lookup";

    private boolean sent;

    private @Nullable ScheduledFuture<?> timer;

    private Connector.@Nullable Attempt attempt;

    private @Nullable Channel channel;

    FourLetterWordCall(EventLoop loop, String word, ServerAddress server, int maxAnswerBytes) {
        this.loop = loop;
        this.word = word;
        this.server = server;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    CompletableFuture<String> result() {
        return result;
    }

    /** Looks the name up and asks one of its addresses. Does nothing more for a caller who has cancelled already. */
    void start(HostResolver resolver, Connector connector, Duration connectTimeout, Duration timeout) {
        if (begin(timeout)) {
            resolver.resolve(List.of(server), loop, (endpoints, failures) -> {
                if (!result.isDone()) {
                    connect(connector, endpoints, failures.get(server), connectTimeout);
                }
            });
        }
    }

    /** Asks one address. Does nothing more for a caller who has cancelled already. */
    void start(Endpoint endpoint, Connector connector, Duration connectTimeout, Duration timeout) {
        if (begin(timeout)) {
            connect(connector, List.of(endpoint), null, connectTimeout);
        }
    }

    private boolean begin(Duration timeout) {
        assert loop.inEventLoop();
        if (result.isDone()) {
            return false;
        }
        timer = loop.schedule(() -> timeOut(timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
        return true;
    }

    private void connect(
            Connector connector, List<Endpoint> endpoints, @Nullable Throwable noAddress, Duration connectTimeout) {
        if (noAddress != null) {
            lose(FailureReason.of(noAddress));
            return;
        }
        stage = "connecting";
        attempt = connector.connect(endpoints, connectTimeout, this);
    }

    @Override
    public void connected(Channel winner, Endpoint endpoint, List<Endpoint> untried) {
        assert loop.inEventLoop();
        channel = winner;
        stage = "the answer";
        sent = true;
        winner.pipeline().addLast(this);
        // Without it the end of the stream looks like any other end of the connection.
        winner.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        winner.config().setAutoRead(true);
        winner.writeAndFlush(Unpooled.copiedBuffer(word, StandardCharsets.US_ASCII));
    }

    @Override
    public void attemptFailed(Endpoint endpoint, Throwable cause) {
        assert loop.inEventLoop();
    }

    @Override
    public void failed(Map<Endpoint, Throwable> causes) {
        String reasons = causes.entrySet().stream()
                .map(failure -> failure.getKey() + ": " + FailureReason.of(failure.getValue()))
                .collect(Collectors.joining(", "));
        fail(ErrorCode.CONNECTION_LOSS, Outcome.NOT_SENT, reasons);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf part = (ByteBuf) message;
        try {
            append(part);
        } finally {
            part.release();
        }
    }

    private void append(ByteBuf part) throws IOException {
        if (part.readableBytes() <= maxAnswerBytes - answer.size()) {
            part.readBytes(answer, part.readableBytes());
        } else if (!result.isDone()) {
            String detail = "%s: answer of more than %d bytes; see max-response-size".formatted(server, maxAnswerBytes);
            fail(ErrorCode.RESPONSE_TOO_LARGE, Outcome.UNKNOWN, detail);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            end(answer.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lose(FailureReason.of(cause) + " after " + answer.size() + " bytes of the answer");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lose("connection closed after " + answer.size() + " bytes of the answer");
    }

    private void end(String text) {
        if (text.startsWith(word + DENIED)) {
            String detail = "%s: add %s to 4lw.commands.whitelist there".formatted(server, word);
            fail(ErrorCode.NOT_WHITELISTED, Outcome.REFUSED, detail);
        } else if (text.startsWith(NOT_SERVING)) {
            fail(ErrorCode.NOT_SERVING, Outcome.REFUSED, server + ": no quorum, or not yet");
        } else if (text.isEmpty() && !word.equals(MAY_ANSWER_NOTHING)) {
            // A crash in the middle of the answer looks the same, so nobody knows what was done.
            String detail = "%s: closed the connection without an answer, as servers do on a word they do not know, "
                    + "beyond maxClientCnxns connections, or where they expect TLS";
            fail(ErrorCode.UNKNOWN_WORD, Outcome.UNKNOWN, detail.formatted(server));
        } else {
            result.complete(text);
        }
    }

    private void timeOut(Duration timeout) {
        String detail = "%s: %s took longer than %d ms".formatted(server, stage, timeout.toMillis());
        ErrorCode code = sent ? ErrorCode.REQUEST_TIMEOUT : ErrorCode.CONNECTION_LOSS;
        fail(code, outcome(), detail);
    }

    private void lose(String reason) {
        fail(ErrorCode.CONNECTION_LOSS, outcome(), server + ": " + reason);
    }

    /** The client is closed, with the call or before it. */
    void abandon() {
        fail(ErrorCode.CLIENT_CLOSED, outcome(), null);
    }

    private Outcome outcome() {
        return sent ? Outcome.UNKNOWN : Outcome.NOT_SENT;
    }

    private void fail(ErrorCode code, Outcome outcome, @Nullable String detail) {
        Failure failure = Failure.local(code, outcome, "command " + word, null, detail);
        result.completeExceptionally(failure.toException(null));
    }

    /** Gives back what the call holds, however it ended. */
    void release() {
        assert loop.inEventLoop();
        if (timer != null) {
            timer.cancel(false);
        }
        if (attempt != null) {
            attempt.cancel();
        }
        if (channel != null) {
            channel.close();
        }
    }
}
