package dev.zkspring.client.internal.session;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.Xid;
import dev.zkspring.client.internal.transport.BufferPool;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.FrameDecoder;
import dev.zkspring.client.internal.transport.FrameListener;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to one server, from the handshake to the end: numbers and writes requests, finds the request that
 * an answer belongs to. Decides nothing; its {@link ConnectionOwner} does. Confined to the session's event loop.
 */
final class Connection implements FrameListener {

    static final int HEADER_LENGTH = 16;

    /** Of the answer to an operation the server does not know; one that is just switched off is answered with a real one. */
    static final long NO_ZXID = -1;

    private final Channel channel;

    private final Endpoint endpoint;

    private ConnectionOwner owner;

    private final Liveness liveness;

    private final SessionSettings settings;

    private final ServerFeatures features;

    private final InFlightRequests inFlight = new InFlightRequests();

    private final AuthReplies authReplies = new AuthReplies();

    private final ArmingAnswers arming;

    private long answeredZxid;

    private final WireReader reader = new WireReader();

    private final RequestEncoder encoder;

    private final BatchReply together;

    private final Backlog backlog = new Backlog();

    /** Something waits for the next answer. */
    private boolean waiting;

    private long pingedAt;

    private long receivedAt;

    private ConnectRequest asked = ConnectRequest.newSession(0, false);

    private @Nullable ConnectResponse answer;

    private boolean ended;

    private @Nullable Exception cause;

    private long openedAt;

    Connection(
            Channel channel,
            Endpoint endpoint,
            ConnectionOwner owner,
            Liveness liveness,
            SessionSettings settings,
            ServerFeatures features) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.owner = owner;
        this.liveness = liveness;
        this.settings = settings;
        this.features = features;
        this.arming = new ArmingAnswers(features);
        ReplySizes replySizes = new ReplySizes(settings.maxResponseSize());
        this.encoder = new RequestEncoder(settings, features, inFlight, replySizes, backlog);
        this.together = new BatchReply(inFlight, replySizes);
    }

    /** From now on somebody else decides. */
    void handOver(ConnectionOwner next) {
        owner = next;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ServerFeatures features() {
        return features;
    }

    /** What the server answered to the handshake, {@code null} before. */
    @Nullable
    ConnectResponse answer() {
        return answer;
    }

    InFlightRequests inFlight() {
        return inFlight;
    }

    /** The state of the server at its newest answer, or while that is dealt with, at the one before: later ones saw it. */
    long answeredZxid() {
        return answeredZxid;
    }

    RequestEncoder encoder() {
        return encoder;
    }

    /** Whether the handshake was answered and the link stands. */
    boolean isOpen() {
        return answer != null && !ended;
    }

    /** Whether the server has answered all that was asked on this connection. */
    boolean isSettled() {
        return inFlight.size() == 0 && !together.owesReads();
    }

    /** Whether the server has been asked to arm watches and has not answered. */
    boolean isArming() {
        return !arming.isEmpty();
    }

    /** When the handshake was sent. */
    long openedAt() {
        return openedAt;
    }

    /** Sends the handshake and begins to read. */
    void open(ConnectRequest request) {
        asked = request;
        openedAt = now();
        liveness.opening();
        channel.pipeline().addLast(new FrameDecoder(this, settings.maxResponseSize()));
        channel.writeAndFlush(Frames.of(channel.alloc(), request::write), channel.voidPromise());
        channel.config().setAutoRead(true);
        if (!channel.isActive()) {
            closed();
        }
    }

    /** Takes requests off the queue while the socket takes them, and sends them in as few pieces as may be. */
    void write(RequestQueue queue) {
        assert channel.eventLoop().inEventLoop();
        if (queue.isEmpty() || ended) {
            return;
        }
        waiting = encoder.mayWait(queue);
        if (waiting) {
            return;
        }
        BufferPool.useFor(channel, encoder.xid);
        long now = now();
        boolean wrote = false;
        while (!queue.isEmpty() && channel.isWritable()) {
            wrote |= writeBuffer(queue, now);
        }
        if (wrote) {
            liveness.sent(now);
            channel.flush();
        }
    }

    private boolean writeBuffer(RequestQueue queue, long now) {
        ByteBuf buffer = encoder.encode(queue, channel.alloc(), owner, now);
        if (!buffer.isReadable()) {
            buffer.release();
            return false;
        }
        channel.write(buffer, channel.voidPromise());
        return true;
    }

    void ping() {
        channel.writeAndFlush(Frames.of(channel.alloc(), Xid.PING, OpCode.PING, body -> {}), channel.voidPromise());
        pingedAt = now();
        liveness.pinged(pingedAt);
    }

    /** Sends a step of authentication at once, past the requests that wait. */
    void authenticate(Operation<?> step, AuthReplies.Taker answered) {
        OpCode opCode = step.opCode();
        int number = opCode == OpCode.AUTH ? Xid.AUTH : encoder.nextXid();
        authReplies.expect(number, answered);
        ByteBuf frame = Frames.of(channel.alloc(), number, opCode, body -> step.write(body, Chroot.NONE));
        channel.writeAndFlush(frame, channel.voidPromise());
    }

    /** Arms watches; on a new connection to be called before any request is written. */
    void setWatches(List<SetWatches> batches) {
        for (SetWatches batch : batches) {
            ByteBuf frame = Frames.of(channel.alloc(), Xid.SET_WATCHES, batch.opCode(), batch::write);
            channel.write(frame, channel.voidPromise());
            arming.expect(batch);
        }
        channel.flush();
    }

    private long now() {
        return channel.eventLoop().ticker().nanoTime();
    }

    /** Ends the connection; the owner hears of it at once. */
    void close(Exception reason) {
        assert channel.eventLoop().inEventLoop();
        // What was not sent yet fails in the middle of this, and calls it again.
        cause = cause == null ? reason : cause;
        channel.close();
        closed();
    }

    @Override
    public void bytesReceived() {
        // Over TLS more may come until the other side is told of the end.
        if (!ended) {
            receivedAt = now();
            liveness.received(receivedAt);
        }
    }

    @Override
    public void frame(ByteBuf buffer, int index, int length) {
        if (ended) {
            return;
        }
        if (answer == null) {
            answer = Handshake.read(reader.reset(buffer, index, length), asked);
            owner.handshakeAnswered(this, answer);
            return;
        }
        if (length < HEADER_LENGTH) {
            throw new WireFormatException("frame length: %d (expected: at least %d)".formatted(length, HEADER_LENGTH));
        }
        int number = buffer.getInt(index);
        long zxid = buffer.getLong(index + 4);
        int error = buffer.getInt(index + 12);
        reader.reset(buffer, index + HEADER_LENGTH, length - HEADER_LENGTH);
        if (authReplies.awaits(number)) {
            authReplies.answered(error, reader);
            return;
        }
        switch (number) {
            case Xid.NOTIFICATION -> owner.notified(Notification.read(reader), zxid);
            case Xid.PING -> pong(error);
            case Xid.SET_WATCHES -> owner.armed(arming.answered(error, zxid));
            case Xid.AUTH -> throw new WireFormatException("answer to an authentication that was never sent");
            default -> answered(number, zxid, error);
        }
        if (number > 0 || number == Xid.PING) {
            answeredZxid = Math.max(answeredZxid, zxid);
        }
    }

    private void answered(int number, long zxid, int error) {
        Request<?> oldest = inFlight.peek();
        if (oldest != null) {
            backlog.answered(receivedAt - oldest.sentAt);
        }
        boolean shared = inFlight.isShared(number);
        Request<?> request = shared ? null : oldest(number);
        learn(request == null ? OpCode.MULTI_READ : request.operation().opCode(), zxid, error);
        if (request != null) {
            together.answeredAlone(request, reader);
            owner.answered(request, zxid, error, reader);
        } else if (error == 0) {
            together.answer(number, zxid, reader, this, owner);
        } else {
            separate(number, error);
        }
    }

    private void learn(OpCode opCode, long zxid, int error) {
        if (error == 0) {
            features.learnKnown(opCode);
        } else if (error == ErrorCode.UNIMPLEMENTED.number() && zxid == NO_ZXID) {
            features.learnMissing(opCode);
        }
    }

    /** The server did not answer these reads together, be it because of the session or because of one of them. */
    private void separate(int number, int error) {
        together.separate(number);
        owner.serverError(error);
        if (!ended) {
            owner.sendAgain(this, together.take(number));
        }
    }

    /** A server that wants the client to authenticate first refuses even pings. */
    private void pong(int error) {
        if (error == 0) {
            backlog.answered(receivedAt - pingedAt);
            liveness.pongReceived();
        } else {
            owner.serverError(error);
        }
    }

    private Request<?> oldest(int number) {
        Request<?> request = inFlight.poll(number);
        if (request == null) {
            Request<?> expected = inFlight.peek();
            throw new WireFormatException(
                    "answer to request %d (expected: %s)".formatted(number, expected == null ? "none" : expected.xid));
        }
        return request;
    }

    @Override
    public void oversizedFrame(int number, int length) {
        if (ended) {
            return;
        }
        if (inFlight.isShared(number)) {
            together.tooLarge(length);
            owner.sendAgain(this, together.take(number));
            return;
        }
        Request<?> request = answer != null ? inFlight.poll(number) : null;
        if (request == null) {
            throw new WireFormatException(
                    "frame length: %d (expected: at most %d)".formatted(length, settings.maxResponseSize()));
        }
        String detail = "%d bytes from %s (expected: at most %d; see max-response-size)"
                .formatted(length, endpoint, settings.maxResponseSize());
        owner.dropped(request, ErrorCode.RESPONSE_TOO_LARGE, Outcome.UNKNOWN, detail);
    }

    @Override
    public void broken(Exception reason) {
        close(reason);
    }

    @Override
    public void allRead() {
        if (waiting) {
            owner.writable(this);
        }
    }

    @Override
    public void writabilityChanged() {
        if (channel.isWritable() && answer != null) {
            owner.writable(this);
        }
    }

    @Override
    public void closed() {
        if (!ended) {
            ended = true;
            owner.disconnected(this, cause != null ? cause : new LinkException(closedByServer()));
        }
    }

    private String closedByServer() {
        if (!authReplies.isEmpty()) {
            return AuthReplies.UNANSWERED;
        }
        return answer != null
                ? "server closed the connection"
                : "server closed the connection without an answer: it is not serving (no quorum), read-only, at its "
                        + "limit of connections, its data is older than what this client has seen, or the port is for TLS "
                        + "and this connection is plain";
    }
}
