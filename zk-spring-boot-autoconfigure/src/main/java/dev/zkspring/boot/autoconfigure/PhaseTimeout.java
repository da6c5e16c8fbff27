package dev.zkspring.boot.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** How long Spring waits for the beans of one phase when it stops them. */
final class PhaseTimeout {

    private static final String PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

    /** Spring Boot's own default. */
    private static final Duration DEFAULT = Duration.ofSeconds(30);

    /** What a client allows itself. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private PhaseTimeout() {}

    /** What the end of a client may take: a phase at most. */
    static Duration forClose(Environment environment) {
        return min(of(environment));
    }

    /** The same, such that what listeners are told of it has its time within the phase too. */
    static Duration forStop(Environment environment) {
        return min(of(environment).multipliedBy(3).dividedBy(4));
    }

    private static Duration of(Environment environment) {
        return Binder.get(environment).bind(PROPERTY, Duration.class).orElse(DEFAULT);
    }

    private static Duration min(Duration time) {
        return time.compareTo(LONGEST_STOP) < 0 ? time : LONGEST_STOP;
    }
}
