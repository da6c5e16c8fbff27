package dev.zkspring.boot.autoconfigure;

import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains who uses the file of the session, and what can be done about it. */
final class SessionStoreLockedFailureAnalyzer extends AbstractFailureAnalyzer<SessionStoreLockedException> {

    private final PropertyOrigins origins;

    SessionStoreLockedFailureAnalyzer(Environment environment) {
        this.origins = new PropertyOrigins(environment);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SessionStoreLockedException cause) {
        String action = """
                Do one of these:

                    - end the other one first: one session serves one application at a time
                    - give each instance a file of its own, for example zk.session.store=/var/lib/my-app/${server.port}.session
                    - in tests with several application contexts, set zk.session.store to nothing""";
        return new FailureAnalysis(cause.getMessage() + origins.describe(List.of("zk.session.store")), action, cause);
    }
}
