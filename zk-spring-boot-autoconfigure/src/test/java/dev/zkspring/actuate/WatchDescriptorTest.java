package dev.zkspring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkChildrenWatch;
import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.boot.autoconfigure.actuate.ZkEndpointAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.FakeZooKeeper;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Watches as the endpoint shows them. */
class WatchDescriptorTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    private ApplicationContextRunner watching(Object bean) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ZkWatchAutoConfiguration.class, ZkEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=zk")
                .withBean("zkClient", ZkClient.class, zooKeeper::client)
                .withBean("watching", Object.class, () -> bean);
    }

    private static WatchDescriptor only(AssertableApplicationContext context) {
        return context.getBean(ZkEndpoint.class).zk().watches().get(0);
    }

    @Test
    void tellsWhatItFollowsAndWhenItLastDelivered() {
        class Watching {
            @ZkChildrenWatch(path = "/members", id = "members")
            void changed() {}
        }
        zooKeeper.set("/members", "");
        watching(new Watching()).run(context -> {
            await().until(() -> only(context).deliveries() == 1 && only(context).lastDelivery() != null);
            WatchDescriptor watch = only(context);
            assertThat(Instant.parse(watch.lastDelivery())).isBeforeOrEqualTo(Instant.now());
            assertThat(watch)
                    .isEqualTo(new WatchDescriptor(
                            "members", "fake", "children", "/members", true, 1, watch.lastDelivery(), null));
        });
    }

    @Test
    void doesNotQuoteWhatAMethodThrew() {
        class Watching {
            @ZkDataWatch("/node")
            void changed(String text) {
                throw new IllegalStateException("bad: " + text);
            }
        }
        zooKeeper.set("/node", "s3cret");
        watching(new Watching()).run(context -> {
            await().until(() -> only(context).lastError() != null);
            assertThat(only(context).lastError()).isEqualTo("java.lang.IllegalStateException");
            assertThat(only(context).lastDelivery()).isNull();
        });
    }

    @Test
    void saysWhyDataCouldNotBeConverted() {
        class Watching {
            @ZkDataWatch("/node")
            void changed(Integer number) {}
        }
        zooKeeper.set("/node", "s3cret");
        watching(new Watching()).run(context -> {
            await().until(() -> only(context).lastError() != null);
            assertThat(only(context).lastError())
                    .contains("The 6 bytes of /node could not be converted to java.lang.Integer")
                    .doesNotContain("s3cret");
        });
    }

    @Test
    void saysWhyANodeCannotBeRead() {
        class Watching {
            @ZkDataWatch("/node")
            void changed(String text) {}
        }
        zooKeeper.set("/node", "text");
        zooKeeper.forbid("/node");
        watching(new Watching()).run(context -> {
            await().until(() -> only(context).lastError() != null);
            assertThat(only(context).lastError()).contains("NoAuthException", "/node");
        });
    }
}
