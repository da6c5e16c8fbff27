package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.it.TlsCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TlsContextsTest {

    private static final TlsCertificates CERTIFICATES = TlsCertificates.shared();

    @TempDir
    private Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final Logger logger = (Logger) LoggerFactory.getLogger(TlsContexts.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Nested
    class TheFiles {

        private Path trust;

        private TlsContexts contexts;

        @BeforeEach
        void load() throws IOException {
            trust = directory.resolve("trust.pem");
            replace(CERTIFICATES.ca());
            contexts = new TlsContexts(TlsOptions.builder().trustPem(trust).build(), "client");
        }

        private void replace(Path by) throws IOException {
            Files.copy(by, trust, StandardCopyOption.REPLACE_EXISTING);
        }

        @Test
        void thatStayTheSameAreNotReadAgain() {
            assertThat(contexts.current()).isSameAs(contexts.current());
        }

        @Test
        void thatChangeAreReadAgain() throws IOException {
            SSLContext first = contexts.current();
            replace(CERTIFICATES.strangeCa());

            SSLContext second = contexts.current();
            assertThat(second).isNotSameAs(first).isSameAs(contexts.current());
            assertThat(warnings()).isEmpty();
        }

        @Test
        void thatCannotBeUsedLeaveTheLastGoodContextAndOneWarning() throws IOException {
            SSLContext first = contexts.current();
            Files.writeString(trust, "rubbish");

            assertThat(contexts.current()).isSameAs(first);
            assertThat(contexts.current()).isSameAs(first);
            assertThat(warnings())
                    .singleElement()
                    .asString()
                    .contains("[client]", trust.toString(), "no certificate in it");
        }

        @Test
        void thatGoAndComeBackAreReadAgain() throws IOException {
            SSLContext first = contexts.current();
            Files.delete(trust);
            assertThat(contexts.current()).isSameAs(first);
            replace(CERTIFICATES.strangeCa());
            assertThat(contexts.current()).isNotSameAs(first);
            Files.delete(trust);
            contexts.current();

            assertThat(warnings()).hasSize(2).allMatch(warning -> warning.contains("no such file"));
        }

        @Test
        void thatCannotBeUsedAtFirstAreAnError() throws IOException {
            Files.writeString(trust, "");
            TlsOptions options = TlsOptions.builder().trustPem(trust).build();

            assertThatThrownBy(() -> new TlsContexts(options, "client"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("TLS file " + trust + ": it is empty");
        }
    }

    @Nested
    class ReadyContexts {

        private SSLContext next = TlsMaterial.load(TlsOptions.defaults());

        private final Supplier<SSLContext> supplier = () -> {
            if (next == null) {
                throw new IllegalStateException("bundle is gone");
            }
            return next;
        };

        @Test
        void areAskedForEachTime() {
            TlsContexts contexts =
                    new TlsContexts(TlsOptions.builder().sslContext(supplier).build(), "client");
            assertThat(contexts.current()).isSameAs(next);
            next = TlsMaterial.load(TlsOptions.defaults());
            assertThat(contexts.current()).isSameAs(next);
        }

        @Test
        void thatFailLeaveTheLastGoodOne() {
            SSLContext first = next;
            TlsContexts contexts =
                    new TlsContexts(TlsOptions.builder().sslContext(supplier).build(), "client");
            next = null;
            assertThat(contexts.current()).isSameAs(first);
            contexts.current();
            assertThat(warnings()).singleElement().asString().contains("bundle is gone");
        }
    }

    @Test
    void whatTheJvmDoesNotKnowIsAnErrorThatTellsWhatItKnows() {
        assertThatThrownBy(() ->
                        new TlsContexts(TlsOptions.builder().protocols("TLSv9").build(), "client"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLS protocol: TLSv9 (expected: one of")
                .hasMessageContaining("TLSv1.3");
        assertThatThrownBy(() ->
                        new TlsContexts(TlsOptions.builder().ciphers("NO_SUCH").build(), "client"))
                .hasMessageContaining("TLS cipher suite: NO_SUCH")
                .hasMessageContaining("TLS_AES_128_GCM_SHA256");
    }
}
