package dev.zkspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.Calls;
import dev.zkspring.listener.FakeZooKeeper;
import dev.zkspring.listener.InvalidWatchMethodException;
import dev.zkspring.listener.ZkWatchRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

class WatchedBeansTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final Calls calls = new Calls();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
            .withBean("zkClient", ZkClient.class, zooKeeper::client)
            .withBean(Calls.class, () -> calls);

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    @Nested
    class Proxies {

        @Test
        void callGoesThroughAClassProxy() {
            runner.withBean("watching", Watching.class, () -> proxied(new Watching(calls), true))
                    .run(context -> {
                        assertThat(calls.nextArgument()).isEqualTo("intercepted");
                        assertThat(calls.nextArgument()).isEqualTo("watching");
                    });
        }

        @Test
        void callGoesThroughAnInterfaceProxy() {
            runner.withBean("watching", Changed.class, () -> proxied((Changed) new Watching(calls), false))
                    .run(context -> {
                        assertThat(calls.nextArgument()).isEqualTo("intercepted");
                        assertThat(calls.nextArgument()).isEqualTo("watching");
                    });
        }

        @Test
        void methodThatAnInterfaceProxyLacksIsRefused() {
            runner.withBean("watching", Runnable.class, () -> proxied((Runnable) new NotInInterface(), false))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .isInstanceOf(InvalidWatchMethodException.class)
                            .hasMessageContainingAll(
                                    "NotInInterface.changed()",
                                    "its bean is a proxy that does not have it",
                                    "proxyTargetClass = true"));
        }

        @Test
        void privateMethodBehindAProxyIsRefused() {
            runner.withBean("watching", PrivateMethod.class, () -> proxied(new PrivateMethod(), true))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .isInstanceOf(InvalidWatchMethodException.class)
                            .hasMessageContainingAll("PrivateMethod.changed()", "Make it not private"));
        }

        @Test
        void finalMethodBehindAProxyIsRefused() {
            runner.withBean("watching", FinalMethod.class, () -> proxied(new FinalMethod(), true))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .isInstanceOf(InvalidWatchMethodException.class)
                            .hasMessageContainingAll("FinalMethod.changed()", "Make it not final"));
        }

        @Test
        void privateMethodOfAPlainBeanIsCalled() {
            class PrivatelyWatching {
                @ZkDataWatch("/node")
                private void changed() {
                    calls.add("private");
                }
            }
            runner.withBean(Object.class, PrivatelyWatching::new)
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo("private"));
        }

        @Test
        void configurationClassWithBeanMethodsMayWatch() {
            runner.withUserConfiguration(WatchingConfiguration.class)
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo("configuration"));
        }

        @SuppressWarnings("unchecked")
        private <T> T proxied(T target, boolean targetClass) {
            ProxyFactory factory = new ProxyFactory(target);
            factory.setProxyTargetClass(targetClass);
            factory.addAdvice((MethodInterceptor) call -> {
                calls.add("intercepted");
                return call.proceed();
            });
            return (T) factory.getProxy();
        }
    }

    @Nested
    class Scopes {

        @Test
        void prototypeIsRefusedThoughNobodyAskedForOne() {
            runner.withBean(
                            "watching",
                            Watching.class,
                            () -> new Watching(calls),
                            definition -> definition.setScope("prototype"))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .isInstanceOf(InvalidWatchMethodException.class)
                            .hasMessageContainingAll(
                                    "Watching.changed() of bean 'watching'",
                                    "the bean is no singleton",
                                    "proxyMode = TARGET_CLASS"));
        }

        @Test
        void prototypeWhoseTypeIsNotKnownBeforeIsRefusedWhenMade() {
            runner.withBean(
                            "watching",
                            Object.class,
                            () -> new Watching(calls),
                            definition -> definition.setScope("prototype"))
                    .run(context -> assertThatExceptionOfType(BeanCreationException.class)
                            .isThrownBy(() -> context.getBean("watching"))
                            .havingRootCause()
                            .isInstanceOf(InvalidWatchMethodException.class)
                            .withMessageContaining("the bean is no singleton"));
        }

        @Test
        void scopedProxyWatchesOnceAndItsTargetDoesNot() {
            runner.withInitializer(context -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
                    .withUserConfiguration(ScopedConfiguration.class)
                    .run(context -> {
                        assertThat(calls.nextArgument()).isEqualTo("watching");
                        assertThat(context.getBean(ZkWatchRegistry.class).ids()).containsExactly("scoped#changed");
                    });
        }
    }

    @Nested
    class FactoryBeans {

        @Test
        void productThatNobodyAskedForIsMadeAndWatches() {
            runner.withBean("product", WatchingFactory.class, () -> new WatchingFactory(calls, true))
                    .run(context -> {
                        assertThat(calls.nextArgument()).isEqualTo("watching");
                        assertThat(context.getBean(ZkWatchRegistry.class).ids()).containsExactly("product#changed");
                    });
        }

        @Test
        void productThatIsNewEachTimeIsRefused() {
            runner.withBean("product", WatchingFactory.class, () -> new WatchingFactory(calls, false))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .isInstanceOf(InvalidWatchMethodException.class)
                            .hasMessageContainingAll(
                                    "Watching.changed() of bean 'product'", "the bean is no singleton"));
        }
    }

    @Nested
    class Times {

        @Test
        void globalLazyInitializationLeavesWatchingBeansOut() {
            runner.withInitializer(context ->
                            context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                    .withBean(Watching.class)
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo("watching"));
        }

        @Test
        void lateBeanIsWatchedFromItsCreationOn() {
            runner.withBean(
                            "late",
                            Watching.class,
                            () -> new Watching(calls),
                            definition -> definition.setLazyInit(true))
                    .run(context -> {
                        ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
                        assertThat(registry.ids()).isEmpty();
                        context.getBean("late");
                        assertThat(registry.ids()).containsExactly("late#changed");
                        assertThat(calls.nextArgument()).isEqualTo("watching");
                    });
        }
    }

    @Nested
    class ParentContexts {

        @Test
        void clientOfTheParentIsUsed() {
            new ApplicationContextRunner()
                    .withBean("zkClient", ZkClient.class, zooKeeper::client)
                    .withBean(Calls.class, () -> calls)
                    .run(parent -> new ApplicationContextRunner()
                            .withParent(parent)
                            .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
                            .withBean(Watching.class)
                            .run(child -> assertThat(calls.nextArgument()).isEqualTo("watching")));
        }

        @Test
        void childHasARegistryOfItsOwnThatEndsWithIt() {
            runner.withBean("outer", Watching.class).run(parent -> {
                ZkWatchRegistry outer = parent.getBean(ZkWatchRegistry.class);
                ZkWatchRegistry inner;
                try (AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
                    child.setParent(parent);
                    child.register(ZkWatchAutoConfiguration.class);
                    child.registerBean("inner", Watching.class);
                    child.refresh();
                    inner = child.getBean(ZkWatchRegistry.class);
                    assertThat(inner.ids()).containsExactly("inner#changed");
                }
                assertThat(inner.isRunning()).isFalse();
                assertThat(outer.ids()).containsExactly("outer#changed");
                assertThat(outer.isRunning()).isTrue();
            });
        }
    }

    interface Changed {
        @ZkDataWatch("/node")
        void changed();
    }

    static class Watching implements Changed {

        private final Calls calls;

        Watching(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void changed() {
            calls.add("watching");
        }
    }

    record WatchingFactory(Calls calls, boolean isSingleton) implements FactoryBean<Watching> {

        @Override
        public Watching getObject() {
            return new Watching(calls);
        }

        @Override
        public Class<?> getObjectType() {
            return Watching.class;
        }
    }

    static class NotInInterface implements Runnable {
        @Override
        public void run() {}

        @ZkDataWatch("/node")
        public void changed() {}
    }

    static class PrivateMethod {
        @ZkDataWatch("/node")
        private void changed() {}
    }

    static class FinalMethod {
        @ZkDataWatch("/node")
        final void changed() {}
    }

    @Configuration
    static class WatchingConfiguration {

        @Autowired
        private Calls calls;

        @ZkDataWatch("/node")
        void changed() {
            calls.add("configuration");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedConfiguration {

        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        static Watching scoped(Calls calls) {
            return new Watching(calls);
        }
    }
}
