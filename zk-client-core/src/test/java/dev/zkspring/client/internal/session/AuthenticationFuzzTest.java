package dev.zkspring.client.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Xid;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything that a server may answer to who the client says it is. */
class AuthenticationFuzzTest extends FuzzedSession {

    static final String CHALLENGE = "realm=\"zk-sasl-md5\",nonce=\"abcdefgh0123456789\",qop=\"auth\","
            + "charset=utf-8,algorithm=md5-sess,cipher=\"rc4,des\",maxbuf=65536,stale=true";

    static SaslMechanism mechanism() {
        return SaslMechanism.of(SaslOptions.digestMd5("bob", "secret"));
    }

    private static byte[] token(int xid, String text) {
        byte[] token = text.getBytes(UTF_8);
        ByteBuffer reply = ByteBuffer.allocate(16 + 4 + token.length);
        return FuzzSeeds.framed(reply.putInt(xid)
                .putLong(0)
                .putInt(0)
                .putInt(token.length)
                .put(token)
                .array());
    }

    static Stream<byte[]> conversations() {
        byte[] auth = answer("auth", Xid.AUTH);
        return FuzzSeeds.of(List.of(
                FuzzSeeds.inPieces(0, FuzzSeeds.joined(token(1, CHALLENGE), token(2, "rspauth=0123"), auth, auth)),
                FuzzSeeds.inPieces(5, FuzzSeeds.joined(auth, auth, token(1, CHALLENGE))),
                FuzzSeeds.inPieces(0, FuzzSeeds.joined(token(1, ""), token(2, CHALLENGE))),
                FuzzSeeds.inPieces(0, FuzzSeeds.joined(answer("sasl", 1), answer("sasl", 2), auth))));
    }

    @MethodSource("conversations")
    @FuzzTest
    void anyAnswersEndEveryRequest(byte[] input) {
        List<AuthInfo> infos = List.of(AuthInfo.digest("alice", "wonder"), AuthInfo.of("foo", "bar"));
        boolean sasl = input.length % 2 == 0;
        Credentials credentials = new Credentials(infos, sasl ? mechanism() : null, Runnable::run);
        try (SessionRig rig = new SessionRig(settings -> {
            settings.credentials = credentials;
            settings.maxResponseSize = LIMIT;
        })) {
            rig.session.start();
            Request<?> pending = rig.submit(new GetData("/node", false));
            play(rig, rig.connector.next().accept().grant(), input, List.of(pending));
        }
    }
}
