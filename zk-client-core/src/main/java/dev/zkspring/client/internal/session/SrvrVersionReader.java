package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.NotWhitelistedException;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.FourLetterWordClient;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the version out of the answer to {@code srvr}, the one word that servers of all versions allow by default. A
 * server that does not allow even that is probed, once.
 */
final class SrvrVersionReader implements VersionReader {

    /** A new connection waits for it; a server that answers requests answers this in milliseconds. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final FourLetterWordClient words;

    private final VersionReader probe;

    /** Owned by the event loop. */
    private final Set<Endpoint> probed = Collections.newSetFromMap(new RecentServers<>());

    SrvrVersionReader(FourLetterWordClient words, VersionReader probe) {
        this.words = words;
        this.probe = probe;
    }

    @Override
    public void read(Endpoint endpoint, Consumer<@Nullable ServerVersion> done) {
        words.send("srvr", endpoint, LIMIT).whenComplete((answer, failure) -> {
            if (answer != null && ServerVersion.parse(answer).isPresent()) {
                done.accept(ServerVersion.parse(answer).get());
            } else if (failure instanceof NotWhitelistedException && probed.add(endpoint)) {
                probe.read(endpoint, done);
            } else {
                done.accept(null);
            }
        });
    }
}
