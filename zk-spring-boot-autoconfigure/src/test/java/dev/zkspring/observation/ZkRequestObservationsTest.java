package dev.zkspring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.metrics.Reports;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ZkRequestObservationsTest {

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final ZkRequestObservations observations = new ZkRequestObservations(registry, "main", null);

    @Test
    void aRequestIsAChildOfWhatItsCallerObservesAlthoughItEndsElsewhere() {
        Observation parent = Observation.start("parent", registry);
        Object context = parent.scoped(() -> observations.requestSubmitted("getData", "/node"));
        CompletableFuture.runAsync(() -> observations.requestCompleted(Reports.success("getData", 1, 1, 1), context))
                .join();
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("zk.client.request")
                .that()
                .hasParentObservationEqualTo(parent)
                .hasContextualNameEqualTo("zk getData")
                .hasLowCardinalityKeyValue("client", "main")
                .hasLowCardinalityKeyValue("operation", "getData")
                .hasLowCardinalityKeyValue("outcome", "success")
                .hasLowCardinalityKeyValue("code", "none")
                .hasHighCardinalityKeyValue("path", "/node")
                .doesNotHaveError()
                .hasBeenStarted()
                .hasBeenStopped();
        parent.stop();
    }

    @Test
    void aRequestThatFollowsFromAnotherIsAChildOfTheSame() {
        Observation parent = Observation.start("parent", registry);
        Object first = parent.scoped(() -> observations.requestSubmitted("exists", "/a"));
        parent.stop();
        observations.requestCompleted(Reports.success("exists", 1, 1, 1), first);
        Object second = observations.requestSubmitted("create", "/a");
        observations.requestSettled(first);
        Object unrelated = observations.requestSubmitted("delete", "/b");
        assertThat(parentOf(first)).isSameAs(parent);
        assertThat(parentOf(second)).isSameAs(parent);
        assertThat(parentOf(unrelated)).isNull();
    }

    @Test
    void requestsWithoutACallerLeaveNothingBehind() {
        Object orphan = observations.requestSubmitted("exists", "/a");
        observations.requestCompleted(Reports.success("exists", 1, 1, 1), orphan);
        observations.requestSettled(orphan);
        assertThat(parentOf(observations.requestSubmitted("create", "/a"))).isNull();
    }

    private static Object parentOf(Object context) {
        return ((Observation) context).getContext().getParentObservation();
    }

    @Test
    void theFailureIsRecorded() {
        Object context = observations.requestSubmitted("setData", "/node");
        var report = Reports.failure("setData", ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
        observations.requestCompleted(report, context);
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasError(report.failure())
                .hasLowCardinalityKeyValue("outcome", "unknown")
                .hasLowCardinalityKeyValue("code", "connection_loss")
                .hasBeenStopped();
    }

    @Test
    void thePathIsInNoLowCardinalityKey() {
        observations.requestCompleted(
                Reports.success("getData", 1, 1, 1), observations.requestSubmitted("getData", "/node"));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .satisfies(context -> assertThat(context.getLowCardinalityKeyValues())
                        .extracting(KeyValue::getValue)
                        .doesNotContain("/node"));
    }

    @Test
    void anOperationWithoutAPathHasNoKeyForIt() {
        Object context = observations.requestSubmitted("whoAmI", null);
        observations.requestCompleted(Reports.success("whoAmI", 1, 1, 1), context);
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .doesNotHaveHighCardinalityKeyValueWithKey("path");
    }

    @Test
    void aConventionOfTheUsersReplacesTheDefault() {
        ZkRequestObservationConvention own = new DefaultZkRequestObservationConvention() {
            @Override
            public KeyValues getLowCardinalityKeyValues(ZkRequestContext context) {
                return super.getLowCardinalityKeyValues(context).and("team", "blue");
            }
        };
        ZkRequestObservations observing = new ZkRequestObservations(registry, "main", own);
        observing.requestCompleted(Reports.success("getData", 1, 1, 1), observing.requestSubmitted("getData", "/a"));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("team", "blue")
                .hasLowCardinalityKeyValue("operation", "getData");
    }

    @Test
    void aRegistryThatObservesNothingCostsNothing() {
        ZkRequestObservations noop = new ZkRequestObservations(ObservationRegistry.NOOP, "main", null);
        assertThat(noop.requestSubmitted("getData", "/node")).isNull();
        noop.requestCompleted(Reports.success("getData", 1, 1, 1), null);
    }
}
