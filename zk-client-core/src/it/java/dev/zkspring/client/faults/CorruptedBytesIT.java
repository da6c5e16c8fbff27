package dev.zkspring.client.faults;

import static dev.zkspring.client.data.ClientState.AUTH_FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.it.SecureServer;
import dev.zkspring.client.it.TlsCertificates;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client under load whose bytes break on the way by chance; {@code -Dhostile.seeds} tries more seeds, {@code
 * -Dhostile.seed} others.
 */
class CorruptedBytesIT extends HostilePeer {

    private static final Logger figures = LoggerFactory.getLogger("dev.zkspring.client.it.CorruptedBytesIT");

    private static final Duration SESSION = Duration.ofMillis(1_500);

    /** So many that some pieces break; a machine of any speed gets there. */
    private static final int CALLS = 600;

    private static final SecureServer SECURE = new SecureServer("tls-corrupted", "none", UnaryOperator.identity());

    @AfterAll
    static void stop() {
        SECURE.close();
    }

    static LongStream seeds() {
        long first = Long.getLong("hostile.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("hostile.seeds", 2));
    }

    private CorruptedLoad load(Consumer<Lie> proxy, Corruption corruption) {
        client.set(root + "/node", "value 0".getBytes(UTF_8));
        CorruptedLoad load = new CorruptedLoad(client, root + "/node");
        proxy.accept(corruption);
        // Each group of calls ends by the request timeout; a call that hangs would hold it up for ever.
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> load.run(CALLS));
        proxy.accept(Lie.NONE);
        figures.info("{} pieces broken, {} calls, {} failed", corruption.broken(), load.calls(), load.failures());
        assertThat(corruption.broken()).isPositive();
        BadInputs.add("pieces of a stream broken by chance", corruption.broken());
        return load;
    }

    /** The protocol has no checksum: what is broken may look right, and only what looks wrong can be noticed. */
    @ParameterizedTest
    @MethodSource("seeds")
    void doNotStopAClientThatCannotNoticeThemAll(long seed) {
        connect(settings -> settings.sessionTimeout(SESSION).requestTimeout(Duration.ofSeconds(2)));
        load(liar::tell, new Corruption(seed, 0.02));
        if (client.clientState() == AUTH_FAILED || client.negotiatedTimeout().compareTo(SESSION) > 0) {
            // By the server's word, as far as anybody can tell.
            client.restart();
        }
        awaitChange("good");
        worksAgain();
    }

    /** What was broken last may still have to be noticed. */
    private void awaitChange(String value) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(ZkException.class).untilAsserted(() -> {
            client.set(root + "/node", value.getBytes(UTF_8));
            assertThat(client.get(root + "/node").text()).isEqualTo(value);
        });
    }

    private LyingProxy connectWithTls() {
        LyingProxy wire = zk.closeLater(LyingProxy.ofBytes(SECURE.start().port()));
        TlsOptions tls =
                TlsOptions.builder().trustPem(TlsCertificates.shared().ca()).build();
        client = unstarted(
                "localhost:" + wire.port(),
                settings ->
                        settings.tls(tls).connectTimeout(Duration.ofSeconds(5)).sessionTimeout(Duration.ofSeconds(6)));
        root = "/tls";
        client.start();
        client.ensurePath(root + "/node");
        return wire;
    }

    /** The encryption has one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void neverReachACallerOverTls(long seed) {
        LyingProxy wire = connectWithTls();
        CorruptedLoad load = load(wire::tell, new Corruption(seed, 0.1));

        assertThat(load.wrong()).isEmpty();
        awaitChange("good");
        memoryIsBounded();
    }

    /** A server that reads nonsense hangs up, or answers with an alert. */
    @ParameterizedTest
    @MethodSource("seeds")
    void neverReachAServerOverTls(long seed) {
        LyingProxy wire = connectWithTls();
        CorruptedLoad load = load(wire::tellServer, new Corruption(seed, 0.1));

        assertThat(load.wrong()).isEmpty();
        awaitChange("good");
        memoryIsBounded();
    }
}
