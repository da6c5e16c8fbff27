package dev.zkspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.Stat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class WatchMethodReflectiveProcessorTest {

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void methodCanBeInvokedAndItsPayloadBound() {
        register(Watching.class);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Watching.class, "changed"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Banner.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Banner.class, "text"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Stat.class)).rejects(hints);
    }

    @Test
    void repeatedAnnotationsAreSeen() {
        register(Repeated.class);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Repeated.class, "changed"))
                .accepts(hints);
    }

    @Test
    void childrenWatchIsInvoked() {
        register(Members.class);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Members.class, "changed"))
                .accepts(hints);
    }

    private void register(Class<?> type) {
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, type);
    }

    record Banner(String text) {}

    static class Watching {
        @ZkDataWatch("/node")
        void changed(Optional<Banner> banner, Stat stat, @ZkPath String path) {}
    }

    static class Repeated {
        @ZkDataWatch("/a")
        @ZkDataWatch("/b")
        void changed(String text) {}
    }

    static class Members {
        @ZkChildrenWatch("/members")
        void changed(List<String> names) {}
    }
}
