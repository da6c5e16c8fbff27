package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/** Watches that an application registers in code. */
class ZkListenerConfigurerTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final Calls calls = new Calls();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
            .withBean("zkClient", ZkClient.class, zooKeeper::client);

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    private ApplicationContextRunner configuredBy(ZkListenerConfigurer configurer) {
        return runner.withBean("configurer", ZkListenerConfigurer.class, () -> configurer);
    }

    private ApplicationContextRunner watching(ZkWatchEndpoint endpoint) {
        return configuredBy(registrar -> registrar.register(endpoint));
    }

    private static ZkWatchEndpointBuilder node() {
        return ZkWatchEndpoint.builder("mine").paths("/node");
    }

    @Nested
    class Data {

        @Test
        void isConvertedAndComesWithPathStatAndEvent() {
            zooKeeper.set("/node", "7");
            watching(node().data(Integer.class, calls::add)).run(context -> {
                ZkDataChange<?> first = (ZkDataChange<?>) calls.nextArgument();
                assertThat(first.path()).isEqualTo("/node");
                assertThat(first.value()).isEqualTo(7);
                assertThat(first.exists()).isTrue();
                assertThat(first.event()).isNull();
                zooKeeper.delete("/node");
                ZkDataChange<?> second = (ZkDataChange<?>) calls.nextArgument();
                assertThat(second.value()).isNull();
                assertThat(second.exists()).isFalse();
                assertThat(second.event()).isNotNull();
            });
        }

        @Test
        void mayBeOfAGenericType() {
            zooKeeper.set("/node", "{\"a\":[1,2]}");
            watching(node().data(
                                    new ParameterizedTypeReference<Map<String, List<Long>>>() {},
                                    change -> calls.add(change.value().get("a"))))
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo(List.of(1L, 2L)));
        }

        @Test
        void isNoLongerFollowedWhenTheListenerReturnsFalse() {
            watching(node().dataWhile(String.class, change -> {
                        calls.add(change.value());
                        return change.value() == null;
                    }))
                    .run(context -> {
                        assertThat(calls.nextArgument()).isNull();
                        zooKeeper.set("/node", "last");
                        assertThat(calls.nextArgument()).isEqualTo("last");
                        ZkWatchContainer container = context.getBean(ZkWatchRegistry.class)
                                .containers("mine")
                                .get(0);
                        await().until(() -> !container.isRunning());
                    });
        }

        @Test
        void cannotBePrimitive() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> node().data(int.class, calls::add))
                    .withMessage("int cannot be null, as it must for a missing node");
        }
    }

    @Nested
    class Children {

        @Test
        void areFollowedWithWhatChanged() {
            zooKeeper.set("/node", "").set("/node/a", "");
            watching(node().children(calls::add)).run(context -> {
                assertThat(calls.nextArgument())
                        .isEqualTo(new ZkChildrenChange("/node", List.of("a"), List.of("a"), List.of(), false));
                await().until(() -> zooKeeper.isWatched("/node"));
                zooKeeper.set("/node/b", "");
                assertThat(calls.nextArgument())
                        .isEqualTo(new ZkChildrenChange("/node", List.of("a", "b"), List.of("b"), List.of(), false));
            });
        }
    }

    @Nested
    class Attributes {

        @Test
        void areThoseOfTheAnnotations() {
            ZkWatchEndpoint endpoint = ZkWatchEndpoint.builder("mine")
                    .paths("/a", "/b", "/a")
                    .client("zkClient")
                    .autoStartup(false)
                    .initial(false)
                    .errorHandler("handler")
                    .executor("threads")
                    .data(String.class, calls::add);

            assertThat(endpoint.id()).isEqualTo("mine");
            assertThat(endpoint.kind()).isEqualTo(ZkWatchKind.DATA);
            assertThat(endpoint.paths()).containsExactly("/a", "/b");
            assertThat(endpoint.client()).isEqualTo("zkClient");
            assertThat(endpoint.autoStartup()).isFalse();
            assertThat(endpoint.initial()).isFalse();
            assertThat(endpoint.errorHandler()).isEqualTo("handler");
            assertThat(endpoint.executor()).isEqualTo("threads");
        }

        @Test
        void pathMustBeValidAndThere() {
            assertThatIllegalArgumentException().isThrownBy(() -> node().paths("node/"));
            ZkWatchEndpointBuilder without = ZkWatchEndpoint.builder("mine");
            assertThatIllegalStateException()
                    .isThrownBy(() -> without.children(calls::add))
                    .withMessage("watch 'mine' names no path");
            assertThatIllegalArgumentException().isThrownBy(() -> ZkWatchEndpoint.builder(" "));
        }

        @Test
        void idThatAnAnnotatedMethodHasStopsTheStart() {
            class Watching {
                @ZkDataWatch(path = "/other", id = "mine")
                void changed() {}
            }
            watching(node().data(String.class, calls::add))
                    .withBean("watching", Object.class, Watching::new)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .isInstanceOf(DuplicateWatchIdException.class)
                            .hasMessageContainingAll(
                                    "listener 'mine', registered in code", "changed() of bean 'watching'"));
        }
    }

    @Nested
    class Errors {

        @Test
        void listenerThatThrowsIsReportedAndCalledAgain() {
            watching(node().data(String.class, change -> {
                        if (change.value() == null) {
                            throw new IllegalStateException("missing");
                        }
                        calls.add(change.value());
                    }))
                    .run(context -> {
                        ZkWatchContainer container = context.getBean(ZkWatchRegistry.class)
                                .containers("mine")
                                .get(0);
                        await().until(() -> container.lastError() != null);
                        assertThat(container.lastError()).hasMessage("missing");
                        zooKeeper.set("/node", "there");
                        assertThat(calls.nextArgument()).isEqualTo("there");
                    });
        }

        @Test
        void defaultHandlerIsToldWhateverWasRegisteredBefore() {
            configuredBy(registrar -> {
                        registrar.register(node().data(String.class, change -> {
                            throw new IllegalStateException("expected");
                        }));
                        registrar.setErrorHandler((path, error) -> calls.add(path, error.getMessage()));
                    })
                    .run(context -> assertThat(calls.next()).containsExactly("/node", "expected"));
        }
    }

    @Test
    void addedConverterIsAskedFirstAlsoForAnnotatedMethods() {
        class Watching {
            @ZkDataWatch("/node")
            void changed(String text) {
                calls.add(text);
            }
        }
        configuredBy(registrar -> registrar.addConverter(new Lengths()))
                .withBean("watching", Object.class, Watching::new)
                .run(context -> {
                    assertThat(calls.nextArgument()).isNull();
                    zooKeeper.set("/node", "four");
                    assertThat(calls.nextArgument()).isEqualTo("length 4");
                });
    }

    @Test
    void keptRegistrarRegistersMoreWhenTheApplicationRunsAndTheRegistryForgetsThem() {
        AtomicReference<ZkWatchRegistrar> kept = new AtomicReference<>();
        configuredBy(kept::set).run(context -> {
            ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
            kept.get().register(node().data(String.class, change -> calls.add(change.value())));
            assertThat(calls.nextArgument()).isNull();
            await().until(() -> zooKeeper.isWatched("/node"));
            registry.remove("mine");
            registry.remove("mine");
            assertThat(registry.ids()).isEmpty();
            await().until(() -> !zooKeeper.isWatched("/node"));
            kept.get().register(node().data(String.class, change -> calls.add("again")));
            assertThat(calls.nextArgument()).isEqualTo("again");
            assertThatIllegalStateException()
                    .isThrownBy(() -> kept.get().addConverter(new Lengths()))
                    .withMessageContaining("ZkListenerConfigurer");
        });
    }

    @Test
    void configurerOfTheParentIsNotCalledAgainForTheChild() {
        configuredBy(registrar -> calls.add("configured")).run(parent -> {
            assertThat(calls.nextArgument()).isEqualTo("configured");
            new ApplicationContextRunner()
                    .withParent(parent)
                    .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
                    .run(child -> assertThat(calls.isEmpty()).isTrue());
        });
    }

    private static final class Lengths implements ZkPayloadConverter {

        @Override
        public boolean supports(ResolvableType type) {
            return type.resolve() == String.class;
        }

        @Override
        public Object convert(byte[] data, ResolvableType type) {
            return "length " + data.length;
        }
    }
}
