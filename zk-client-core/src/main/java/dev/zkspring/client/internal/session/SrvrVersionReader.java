package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.FourLetterWordClient;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the version out of the answer to {@code srvr}, the one word that servers of all versions allow by default. */
final class SrvrVersionReader implements VersionReader {

    /** A new connection waits for it; a server that answers requests answers this in milliseconds. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final FourLetterWordClient words;

    SrvrVersionReader(FourLetterWordClient words) {
        this.words = words;
    }

    @Override
    public void read(Endpoint endpoint, Consumer<@Nullable ServerVersion> done) {
        words.send("srvr", endpoint, LIMIT)
                .handle((answer, failure) ->
                        answer == null ? null : ServerVersion.parse(answer).orElse(null))
                .thenAccept(done);
    }
}
