package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls and changes made up for the tests of the checkers. Calls begin one a millisecond and end half a millisecond later,
 * if nothing else is said.
 */
final class ForgedHistory {

    static final String NODE = "/run/node";

    static final String OTHER = "/run/other";

    static final long SESSION = 0xa;

    static final long LATER_SESSION = 0xb;

    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final List<Step> steps = new ArrayList<>();

    private final List<Change> changes = new ArrayList<>();

    private final List<Change> uncommitted = new ArrayList<>();

    private int client;

    private long session = SESSION;

    private long view;

    private @Nullable Long answering;

    private int expected = -1;

    private long paused;

    /** So long nobody makes a call. */
    ForgedHistory after(Duration pause) {
        paused += pause.toNanos();
        return this;
    }

    /** The following calls are this client's. */
    ForgedHistory client(int number) {
        client = number;
        return this;
    }

    /** The following calls and changes are made in this session. */
    ForgedHistory session(long id) {
        session = id;
        return this;
    }

    /** The following calls are made on a view for this session. */
    ForgedHistory view(long id) {
        view = id;
        return this;
    }

    /** The following answers come in this session; null for the one of the calls. */
    ForgedHistory answering(@Nullable Long id) {
        answering = id;
        return this;
    }

    /** The following calls expect this version. */
    ForgedHistory expecting(int version) {
        expected = version;
        return this;
    }

    ForgedHistory created(long zxid, String path, String value) {
        changes.add(new Change(zxid, session, Change.Kind.CREATED, path, value, 0));
        return this;
    }

    ForgedHistory changed(long zxid, String path, String value, int version) {
        changes.add(new Change(zxid, session, Change.Kind.SET, path, value, version));
        return this;
    }

    ForgedHistory deleted(long zxid, String path) {
        changes.add(new Change(zxid, session, Change.Kind.DELETED, path, null, -1));
        return this;
    }

    /** Logged by one server only, which gave it up. */
    ForgedHistory createdInVain(long zxid, String path, String value) {
        uncommitted.add(new Change(zxid, session, Change.Kind.CREATED, path, value, 0));
        return this;
    }

    /** Gone with its session. */
    ForgedHistory expired(long zxid, String path) {
        changes.add(new Change(zxid, session, Change.Kind.EXPIRED, path, null, -1));
        return this;
    }

    ForgedHistory get(String path, String value, long czxid, long mzxid, int version) {
        return call(Call.Kind.GET, List.of(path), null, ok(value, czxid, mzxid, czxid, version));
    }

    ForgedHistory getSynced(String path, String value, long czxid, long mzxid, int version) {
        return call(Call.Kind.GET_SYNCED, List.of(path), null, ok(value, czxid, mzxid, czxid, version));
    }

    ForgedHistory exists(String path, long czxid, long mzxid, int version) {
        return call(Call.Kind.EXISTS, List.of(path), null, ok(null, czxid, mzxid, czxid, version));
    }

    ForgedHistory children(String path, String names, long pzxid) {
        return call(Call.Kind.CHILDREN, List.of(path), null, ok(names, -1, -1, pzxid, -1));
    }

    ForgedHistory set(String path, String value, long mzxid, int version) {
        return call(Call.Kind.SET, List.of(path), value, ok(value, -1, mzxid, -1, version));
    }

    ForgedHistory setAll(List<String> paths, String value, long zxid) {
        return call(Call.Kind.SET_ALL, paths, value, ok(value, zxid, zxid, -1, paths.size()));
    }

    ForgedHistory create(String path, String value, long czxid) {
        return call(Call.Kind.CREATE, List.of(path), value, ok(path, czxid, czxid, czxid, 0));
    }

    /** @param made the path that was answered */
    ForgedHistory createProtected(String path, String made, String value, long czxid) {
        return call(Call.Kind.CREATE_PROTECTED, List.of(path), value, ok(made, czxid, czxid, czxid, 0));
    }

    ForgedHistory delete(String path) {
        return call(Call.Kind.DELETE, List.of(path), null, ok(null, -1, -1, -1, -1));
    }

    /** A call that ended in another way than well. */
    ForgedHistory call(Call.Kind kind, String path, @Nullable String value, Result result) {
        return call(kind, List.of(path), value, new Reply(result, null, -1, -1, -1, -1, answering(), null));
    }

    /** A call that ended after so long, or never if that is null. */
    ForgedHistory get(String path, @Nullable Duration took) {
        return call(Call.Kind.GET, path, took);
    }

    /** As {@link #get(String, Duration)}. */
    ForgedHistory getSynced(String path, @Nullable Duration took) {
        return call(Call.Kind.GET_SYNCED, path, took);
    }

    private ForgedHistory call(Call.Kind kind, String path, @Nullable Duration took) {
        Call call = newCall(kind, List.of(path), null);
        steps.add(
                took == null
                        ? new Step(call, null, 0)
                        : new Step(call, ok("", 1, 1, 1, 0), call.started() + took.toNanos()));
        return this;
    }

    private ForgedHistory call(Call.Kind kind, List<String> paths, @Nullable String value, Reply reply) {
        Call call = newCall(kind, paths, value);
        steps.add(new Step(call, reply, call.started() + MILLISECOND / 2));
        return this;
    }

    private Call newCall(Call.Kind kind, List<String> paths, @Nullable String value) {
        int number = steps.size();
        return new Call(client, number, kind, paths, value, expected, view, session, number * MILLISECOND + paused);
    }

    private Reply ok(@Nullable String value, long czxid, long mzxid, long pzxid, int version) {
        return new Reply(Result.OK, value, czxid, mzxid, pzxid, version, answering(), null);
    }

    private long answering() {
        return answering == null ? session : answering;
    }

    /** The last call was still under way when those behind it were made. */
    ForgedHistory slow() {
        Step last = steps.remove(steps.size() - 1);
        steps.add(new Step(last.call(), last.reply(), Duration.ofHours(1).toNanos()));
        return this;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The changes as the servers logged them. */
    Journal journal() {
        return Journal.merge(List.of(changes, changes, uncommitted), Set.of());
    }
}
