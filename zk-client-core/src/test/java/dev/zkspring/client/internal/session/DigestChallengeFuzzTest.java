package dev.zkspring.client.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.data.ServerAddress;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;
import org.junit.jupiter.params.provider.MethodSource;

/** Any challenge of a server is answered, or refused in words that show no secret. */
class DigestChallengeFuzzTest {

    static Stream<byte[]> challenges() {
        return FuzzSeeds.ofTexts(
                AuthenticationFuzzTest.CHALLENGE,
                "nonce=\"a\"",
                "realm=\"a\",realm=\"b\",nonce=\"c\",qop=\"auth-conf,auth-int\",cipher=\"3des\",algorithm=md5-sess",
                "nonce=\"\\\"\",,,maxbuf=99999999999,algorithm=md5-sess",
                "");
    }

    @MethodSource("challenges")
    @FuzzTest
    void anyChallengeIsAnsweredOrRefusedInWords(byte[] challenge) throws LoginException, SaslException {
        SaslMechanism.Conversation conversation =
                AuthenticationFuzzTest.mechanism().open(new ServerAddress("zk1", 2181));
        conversation.first();
        for (int turn = 0; turn < 2; turn++) {
            try {
                byte[] answer = conversation.answer(challenge);
                assertThat(answer == null || !new String(answer, UTF_8).contains("secret"))
                        .isTrue();
            } catch (SaslException e) {
                SaslFailure failure = new SaslFailure(e);
                assertThat(failure.isPassing()).isFalse();
                assertThat(failure.words()).isNotBlank().doesNotContain("secret");
                return;
            }
        }
    }
}
