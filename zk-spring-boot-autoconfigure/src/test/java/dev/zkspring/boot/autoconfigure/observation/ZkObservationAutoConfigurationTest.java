package dev.zkspring.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.zkspring.FakeClient;
import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.metrics.Reports;
import dev.zkspring.observation.DefaultZkRequestObservationConvention;
import dev.zkspring.observation.ZkRequestObservationConvention;
import dev.zkspring.observation.ZkWatchObservations;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZkObservationAutoConfigurationTest {

    private static final String REQUESTS = "zk.observations.requests=true";

    private static final String WATCHES = "zk.observations.watches=true";

    private final FakeClient fake = new FakeClient();

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class, ZkObservationAutoConfiguration.class))
            .withBean("one", ZkClient.class, fake::client);

    private final ApplicationContextRunner runner = withoutRegistry.withBean(ObservationRegistry.class, () -> registry);

    @Test
    void nothingIsObservedUnlessWanted() {
        runner.run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean("zkRequestObservations")
                    .doesNotHaveBean(ZkWatchObservations.class);
            verify(fake.client(), never()).addObserver(any());
        });
    }

    @Test
    void requestsAndWatchesHaveSwitchesOfTheirOwn() {
        runner.withPropertyValues(REQUESTS)
                .run(context -> assertThat(context)
                        .hasBean("zkRequestObservations")
                        .doesNotHaveBean(ZkWatchObservations.class));
        runner.withPropertyValues(WATCHES)
                .run(context -> assertThat(context)
                        .doesNotHaveBean("zkRequestObservations")
                        .hasSingleBean(ZkWatchObservations.class));
    }

    @Test
    void requestsOfEveryClientAreObservedUntilTheContextEnds() {
        FakeClient second = new FakeClient();
        when(second.client().clientName()).thenReturn("second");
        runner.withPropertyValues(REQUESTS)
                .withBean("two", ZkClient.class, second::client)
                .run(context -> {
                    request(fake);
                    TestObservationRegistryAssert.assertThat(registry)
                            .hasSingleObservationThat()
                            .hasLowCardinalityKeyValue("client", "fake");
                    verify(second.client()).addObserver(any());
                });
        verify(fake.client()).removeObserver(any());
        verify(second.client()).removeObserver(any());
    }

    @Test
    void requestsAreObservedInAnApplicationWhoseBeansAreLazy() {
        runner.withPropertyValues(REQUESTS)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> verify(fake.client()).addObserver(any()));
    }

    private static void request(FakeClient fake) {
        ArgumentCaptor<ClientObserver> observer = ArgumentCaptor.captor();
        verify(fake.client()).addObserver(observer.capture());
        Object context = observer.getValue().requestSubmitted("getData", "/node");
        observer.getValue().requestCompleted(Reports.success("getData", 1, 1, 1), context);
    }

    @Test
    void aConventionOfTheUsersIsUsed() {
        ZkRequestObservationConvention own = new DefaultZkRequestObservationConvention() {
            @Override
            public String getName() {
                return "own";
            }
        };
        runner.withPropertyValues(REQUESTS)
                .withBean(ZkRequestObservationConvention.class, () -> own)
                .run(context -> {
                    request(fake);
                    TestObservationRegistryAssert.assertThat(registry).hasObservationWithNameEqualTo("own");
                });
    }

    @Test
    void theRegistryOfSpringBootWillDo() {
        withoutRegistry
                .withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
                .withPropertyValues(REQUESTS, WATCHES)
                .run(context ->
                        assertThat(context).hasBean("zkRequestObservations").hasSingleBean(ZkWatchObservations.class));
    }

    @Test
    void nothingIsMissedWithoutARegistryWithoutTheClassesAndWhenSwitchedOff() {
        withoutRegistry.withPropertyValues(REQUESTS, WATCHES).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean("zkRequestObservations");
        });
        withoutRegistry
                .withPropertyValues(REQUESTS, WATCHES)
                .withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("zkRequestObservations"));
        runner.withPropertyValues(REQUESTS, WATCHES, "zk.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("zkRequestObservations"));
    }
}
