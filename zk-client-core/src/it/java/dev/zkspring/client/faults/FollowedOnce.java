package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.faults.OnceStory.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One-shot watchers as applications use them, one after the other: each is armed by a read that the event of the one
 * before has led to. So the last read must show the newest state.
 */
final class FollowedOnce implements Followed {

    private static final int RETRY_MILLIS = 100;

    private final ZkClient client;

    private final Sessions sessions;

    private final String path;

    private final boolean children;

    private final List<Registration> registrations = new ArrayList<>();

    private final Ending ending = new Ending();

    private @Nullable CompletableFuture<Boolean> removal;

    /** @param children whether to follow the list of children rather than the data */
    FollowedOnce(ZkClient client, Sessions sessions, String path, boolean children) {
        this.client = client;
        this.sessions = sessions;
        this.path = path;
        this.children = children;
        register();
    }

    /** One watcher, the read that arms it, and what it heard. */
    private final class Registration implements Watcher {

        private final List<WatchEvent> events = new ArrayList<>();

        private final long calledIn = Sessions.of(client);

        private final int reconnectsAtCall = sessions.reconnects(calledIn);

        private long before = client.lastZxid();

        private OnceStory.@Nullable Read read;

        private volatile List<String> names = List.of();

        private long session;

        private boolean failed;

        private volatile boolean late;

        @Override
        public void process(WatchEvent event) {
            boolean first;
            synchronized (FollowedOnce.this) {
                ending.called();
                first = events.isEmpty() && !failed;
                events.add(event);
            }
            if (first) {
                register();
            }
        }

        private void arm() {
            if (children) {
                client.async().getChildrenAndStat(path, this).whenComplete((found, failure) -> {
                    names = found == null
                            ? List.of()
                            : found.names().stream().sorted().toList();
                    answered(Kind.CHILD, found == null ? -1 : found.stat().pzxid(), failure);
                });
            } else {
                client.async()
                        .get(path, this)
                        .whenComplete((found, failure) -> answered(
                                Kind.DATA, found == null ? -1 : found.stat().mzxid(), failure));
            }
        }

        /** For a missing node, which may be there again. */
        private void lookForNode() {
            before = client.lastZxid();
            client.async().exists(path, this).whenComplete((found, failure) -> {
                if (found != null && children) {
                    giveUp(0);
                } else {
                    answered(found == null ? Kind.EXIST : Kind.DATA, found == null ? -1 : found.mzxid(), failure);
                }
            });
        }

        private void answered(Kind kind, long newest, @Nullable Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause == null) {
                finish(kind, newest);
            } else if (cause instanceof NoNodeException) {
                lookAgain();
            } else {
                giveUp(RETRY_MILLIS);
            }
        }

        private void lookAgain() {
            if (!isEnded()) {
                request(this, this::lookForNode);
            }
        }

        private void finish(Kind kind, long newest) {
            synchronized (FollowedOnce.this) {
                session = Sessions.of(client);
                boolean oneSession = calledIn == session && session != 0;
                boolean relinked = !oneSession || sessions.reconnects(session) > reconnectsAtCall;
                read = new OnceStory.Read(kind, newest, oneSession ? before : 0, client.lastZxid(), relinked);
            }
        }

        private void giveUp(int delayMillis) {
            synchronized (FollowedOnce.this) {
                failed = true;
            }
            client.async().removeWatcher(path, this);
            CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS)
                    .execute(FollowedOnce.this::register);
        }

        /** Having been restored on a later link counts as well. */
        private OnceStory.@Nullable Read read() {
            boolean relinked = sessions.reconnects(session) > reconnectsAtCall;
            return read == null || !relinked
                    ? read
                    : new OnceStory.Read(read.kind(), read.newest(), read.from(), read.until(), true);
        }

        private List<String> violations(Past past, boolean open) {
            List<String> found = new ArrayList<>(new OnceStory(name(), path, past).violations(read(), events, open));
            if (isWithdrawn(this) && !events.isEmpty()) {
                found.add(name() + " was taken off in time and heard " + events);
            }
            return found;
        }
    }

    private void register() {
        Registration registration = new Registration();
        synchronized (this) {
            if (ending.isEnded()) {
                return;
            }
            registrations.add(registration);
        }
        request(registration, registration::arm);
    }

    /** What arms something may have come after the removal. Not under the lock, since a full window makes it wait. */
    private void request(Registration registration, Runnable arming) {
        arming.run();
        if (isEnded()) {
            registration.late = true;
            client.async().removeWatcher(path, registration);
        }
    }

    private synchronized boolean isEnded() {
        return ending.isEnded();
    }

    private String name() {
        return "one-shot watch of " + (children ? "the children of " : "") + path;
    }

    private Registration last() {
        return registrations.get(registrations.size() - 1);
    }

    private boolean isWithdrawn(Registration registration) {
        CompletableFuture<Boolean> taken = removal;
        return registration == last()
                && !registration.late
                && taken != null
                && taken.isDone()
                && !taken.isCompletedExceptionally()
                && taken.join();
    }

    @Override
    public synchronized @Nullable String difference(Truth truth) {
        if (ending.isEnded()) {
            return null;
        }
        OnceStory.Read read = last().read;
        if (read == null || !last().events.isEmpty()) {
            return name() + " is not still";
        }
        boolean same = read.kind() == Kind.CHILD
                ? last().names.equals(truth.children().get(path))
                : read.newest() == truth.newest(path, false);
        return same ? null : "%s made its owner end with %s and %s".formatted(name(), read, last().names);
    }

    @Override
    public synchronized List<String> violations(Past past) {
        List<String> found = new ArrayList<>(ending.violations(name()));
        Registration before = null;
        for (Registration each : registrations) {
            boolean open = each != last() || !ending.isEnded();
            found.addAll(each.violations(past, open));
            if (before != null && isBlind(before, each)) {
                found.add("%s heard %s in session 0x%x, but the next read saw %s after %s"
                        .formatted(name(), before.events, each.session, each.read, before.read));
            }
            before = each;
        }
        return found;
    }

    /** Whether nothing had changed when the event came. */
    private static boolean isBlind(Registration told, Registration next) {
        OnceStory.Read one = told.read;
        OnceStory.Read other = next.read;
        boolean comparable = one != null
                && other != null
                && one.kind() == other.kind()
                && one.kind() != Kind.EXIST
                && told.session == next.session
                && next.calledIn == next.session
                && next.session != 0;
        return comparable && !told.events.isEmpty() && other.newest() <= one.newest();
    }

    @Override
    public synchronized Stream<Long> zxids() {
        return registrations.stream()
                .flatMap(each -> Stream.concat(
                        each.events.stream().map(WatchEvent::zxid),
                        Stream.ofNullable(each.read).map(OnceStory.Read::newest)));
    }

    @Override
    public synchronized void expect(ExpectedWatches expected) {
        OnceStory.Read read = last().read;
        if (!ending.isEnded() && read != null) {
            boolean list = read.kind() == Kind.CHILD;
            expected.add(list ? ExpectedWatches.Kind.CHILDREN : ExpectedWatches.Kind.NODE, path);
        }
    }

    @Override
    public synchronized int sightings() {
        return registrations.stream().mapToInt(each -> each.events.size()).sum();
    }

    @Override
    public void close() {
        Registration last;
        synchronized (this) {
            if (ending.isEnded()) {
                return;
            }
            last = last();
            ending.end();
        }
        CompletableFuture<Boolean> taken = client.async().removeWatcher(path, last);
        synchronized (this) {
            removal = taken;
        }
    }
}
