package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.observe.ClientObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what becomes of the sessions of one client, on its event loop and so before anybody else hears of it. */
final class Sessions implements ClientObserver {

    private final Map<Long, AtomicInteger> reconnects = new ConcurrentHashMap<>();

    private final AtomicInteger expiries = new AtomicInteger();

    private final AtomicLong links = new AtomicLong();

    @Override
    public void stateChanged(ConnectionEvent event) {
        if (event.state() == ConnectionState.CONNECTED) {
            links.incrementAndGet();
        }
        if (event.state() == ConnectionState.CONNECTED && !event.newSession()) {
            counter(event.sessionId()).incrementAndGet();
        } else if (event.lostReason() == LostReason.EXPIRED_BY_CLOCK
                || event.lostReason() == LostReason.EXPIRED_BY_SERVER) {
            expiries.incrementAndGet();
        }
    }

    private AtomicInteger counter(long session) {
        return reconnects.computeIfAbsent(session, key -> new AtomicInteger());
    }

    /** How often this session came back on a new link. */
    int reconnects(long session) {
        return counter(session).get();
    }

    int reconnects() {
        return reconnects.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** How many links there were so far. */
    long links() {
        return links.get();
    }

    /** How many sessions were lost, not counting those that were closed. */
    int expiries() {
        return expiries.get();
    }

    /** The id of the client's session, 0 if it has none. */
    static long of(ZkClient client) {
        SessionId session = client.sessionId();
        return session == null ? 0 : session.id();
    }
}
