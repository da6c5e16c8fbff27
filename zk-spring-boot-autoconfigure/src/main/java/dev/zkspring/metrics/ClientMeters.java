package dev.zkspring.metrics;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.ClientStatistics;
import dev.zkspring.client.observe.RequestReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The meters of one client in one registry. What counts is looked up once, so that recording allocates nothing. */
final class ClientMeters implements ClientObserver {

    private final ZkClient client;

    private final OwnedMeters meters;

    private final Map<String, OperationMeters> operations = new ConcurrentHashMap<>();

    private final Map<WatchEvent.Type, Counter> events = new EnumMap<>(WatchEvent.Type.class);

    private final Map<LostReason, Counter> expiries = new EnumMap<>(LostReason.class);

    private final @Nullable Counter suspensions;

    private final @Nullable Counter reconnects;

    ClientMeters(ZkClient client, OwnedMeters meters) {
        this.client = client;
        this.meters = meters;
        this.suspensions = counter("zk.client.suspensions", "Links that broke while the session went on");
        this.reconnects = counter("zk.client.reconnects", "Links that were established for the same session again");
        expiry(LostReason.EXPIRED_BY_SERVER, "server");
        expiry(LostReason.EXPIRED_BY_CLOCK, "clock");
        expiry(LostReason.READ_ONLY_ENDED, "read_only");
        for (WatchEvent.Type type : WatchEvent.Type.values()) {
            if (type != WatchEvent.Type.SESSION_LOST && type != WatchEvent.Type.RESYNC) {
                event(type);
            }
        }
        connectionGauges();
        requestGauges();
    }

    private void connectionGauges() {
        for (ConnectionState state : ConnectionState.values()) {
            meters.add((registry, tags) -> Gauge.builder("zk.client.state", client, it -> it.state() == state ? 1 : 0)
                    .description("Whether this is the connection state, 1 or 0")
                    .tags(tags)
                    .tag("state", lowerCase(state))
                    .register(registry));
        }
        gauge("zk.client.readonly", "Whether the server answers reads only, 1 or 0", ClientMeters::isReadOnly);
        gauge("zk.client.zxid", "Highest transaction id seen in the session", ZkClient::lastZxid);
        meters.add((registry, tags) -> TimeGauge.builder(
                        "zk.client.session.timeout",
                        client,
                        TimeUnit.MILLISECONDS,
                        it -> it.negotiatedTimeout().toMillis())
                .description("Session timeout as negotiated, 0 without a session")
                .tags(tags)
                .register(registry));
    }

    private void requestGauges() {
        statistic("zk.client.requests.pending", "Requests without an answer", ClientStatistics::pendingRequests);
        statistic("zk.client.requests.limit", "Limit of pending requests", ClientStatistics::maxInFlight);
        statistic("zk.client.requests.inflight", "Requests on the connection", ClientStatistics::inFlightRequests);
        statistic("zk.client.callers.waiting", "Threads that wait for room", ClientStatistics::waitingCallers);
        statistic("zk.client.watches", "Watches that the servers keep for the client", ClientStatistics::watches);
    }

    private static int isReadOnly(ZkClient client) {
        return client.clientState() == ClientState.CONNECTED_RO ? 1 : 0;
    }

    private void statistic(String name, String description, ToIntFunction<ClientStatistics> value) {
        gauge(name, description, it -> value.applyAsInt(it.statistics()));
    }

    private void gauge(String name, String description, ToDoubleFunction<ZkClient> value) {
        meters.add((registry, tags) -> Gauge.builder(name, client, value)
                .description(description)
                .tags(tags)
                .register(registry));
    }

    private @Nullable Counter counter(String name, String description) {
        return meters.add((registry, tags) ->
                Counter.builder(name).description(description).tags(tags).register(registry));
    }

    private void expiry(LostReason reason, String tag) {
        Counter counter = meters.add((registry, tags) -> Counter.builder("zk.client.expiries")
                .description("Sessions that were lost without being closed")
                .tags(tags)
                .tag("reason", tag)
                .register(registry));
        if (counter != null) {
            expiries.put(reason, counter);
        }
    }

    private void event(WatchEvent.Type type) {
        Counter counter = meters.add((registry, tags) -> Counter.builder("zk.client.events")
                .description("Watch events that servers sent")
                .tags(tags)
                .tag("type", lowerCase(type))
                .register(registry));
        if (counter != null) {
            events.put(type, counter);
        }
    }

    static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    void remove() {
        meters.removeAll();
    }

    @Override
    public void requestCompleted(RequestReport request, @Nullable Object context) {
        String operation = request.operationName();
        OperationMeters present = operations.get(operation);
        if (present == null) {
            present = operations.computeIfAbsent(operation, name -> new OperationMeters(meters, name));
        }
        present.record(request);
    }

    @Override
    public void stateChanged(ConnectionEvent event) {
        switch (event.state()) {
            case SUSPENDED -> count(suspensions);
            case CONNECTED -> {
                if (event.previousState() == ConnectionState.SUSPENDED && !event.newSession()) {
                    count(reconnects);
                }
            }
            case LOST -> {
                if (event.lostReason() != null) {
                    count(expiries.get(event.lostReason()));
                }
            }
        }
    }

    @Override
    public void eventReceived(WatchEvent.Type type) {
        count(events.get(type));
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}
