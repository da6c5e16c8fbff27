package dev.zkspring.samples.plain;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.listener.ZkWatchRegistry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Follows one text until it says goodbye. */
@Component
class Greeting {

    private static final Logger log = LoggerFactory.getLogger(Greeting.class);

    private static final String WATCH = "greeting";

    private final ZkWatchRegistry watches;

    Greeting(ZkWatchRegistry watches) {
        this.watches = watches;
    }

    @ZkDataWatch(id = WATCH, path = "/plain/greeting")
    void changed(Optional<String> text) {
        log.info("Greeting: {}", text.orElse("none"));
        if (text.filter("bye"::equals).isPresent()) {
            // The last watch: nothing keeps the process alive after it.
            watches.stop(WATCH);
        }
    }

    @EventListener
    void connection(ZkConnectionEvent event) {
        log.info("Connection: {} in session {}", event.state(), event.sessionId());
    }
}
