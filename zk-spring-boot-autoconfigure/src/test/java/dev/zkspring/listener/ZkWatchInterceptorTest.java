package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.WatchEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;

class ZkWatchInterceptorTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final Calls calls = new Calls();

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    private ApplicationContextRunner intercepting(ZkWatchInterceptor... interceptors) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
                .withBean(ZkClient.class, zooKeeper::client)
                .withBean("watching", Object.class, () -> new Watching());
        for (ZkWatchInterceptor interceptor : interceptors) {
            runner = runner.withBean(
                    "interceptor" + interceptor.hashCode(), ZkWatchInterceptor.class, () -> interceptor);
        }
        return runner;
    }

    @Test
    void standsAroundTheCallAndSeesWhatSetItOff() {
        zooKeeper.set("/node", "one");
        intercepting(call -> {
                    calls.add("before", call.container().id(), call.container().path(), call.event());
                    boolean wanted = call.proceed();
                    calls.add("after", wanted);
                    return wanted;
                })
                .run(context -> {
                    assertThat(calls.next()).containsExactly("before", "watched", "/node", null);
                    assertThat(calls.next()).containsExactly("one");
                    assertThat(calls.next()).containsExactly("after", true);
                    zooKeeper.set("/node", "stop");
                    assertThat(((WatchEvent) calls.next().get(3)).type()).isEqualTo(WatchEvent.Type.NODE_DATA_CHANGED);
                    assertThat(calls.next()).containsExactly("stop");
                    assertThat(calls.next()).containsExactly("after", false);
                });
    }

    @Test
    void theOneWithTheHighestPrecedenceIsOutermost() {
        intercepting(new Named("inner", 2), new Named("outer", 1)).run(context -> {
            assertThat(calls.nextArgument()).isEqualTo("outer");
            assertThat(calls.nextArgument()).isEqualTo("inner");
            assertThat(calls.nextArgument()).isNull();
        });
    }

    @Test
    void seesWhatTheMethodThrows() {
        zooKeeper.set("/node", "bad");
        intercepting(call -> {
                    try {
                        return call.proceed();
                    } catch (IllegalStateException e) {
                        calls.add(e.getMessage());
                        throw e;
                    }
                })
                .run(context -> {
                    assertThat(calls.nextArgument()).isEqualTo("too bad");
                    zooKeeper.set("/node", "good");
                    assertThat(calls.nextArgument()).isEqualTo("good");
                });
    }

    @Test
    void oneThatThrowsIsReportedAndTheWatchGoesOn() {
        intercepting(call -> {
                    calls.add(call.container().lastError());
                    throw new IllegalStateException("broken interceptor");
                })
                .run(context -> {
                    assertThat(calls.nextArgument()).isNull();
                    zooKeeper.set("/node", "one");
                    assertThat((Throwable) calls.nextArgument()).hasMessage("broken interceptor");
                });
    }

    private final class Named implements ZkWatchInterceptor, Ordered {

        private final String name;

        private final int order;

        Named(String name, int order) {
            this.name = name;
            this.order = order;
        }

        @Override
        public boolean intercept(ZkWatchCall call) throws Exception {
            calls.add(name);
            return call.proceed();
        }

        @Override
        public int getOrder() {
            return order;
        }
    }

    class Watching {
        @ZkDataWatch(path = "/node", id = "watched")
        boolean changed(String text) {
            if ("bad".equals(text)) {
                throw new IllegalStateException("too bad");
            }
            calls.add(text);
            return !"stop".equals(text);
        }
    }
}
