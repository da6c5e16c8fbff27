package dev.zkspring.client.it;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several {@link ZkServer}s that form one ensemble on the loopback interface. */
public final class ZkEnsemble implements AutoCloseable {

    /** Ticks are short in tests, and a busy machine starts servers slowly. */
    private static final String LIMIT_IN_TICKS = "100";

    private final List<ZkServer> servers;

    private ZkEnsemble(List<ZkServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /** An ensemble that is not started. */
    public static ZkEnsemble of(String name, int size) {
        return of(name, size, settings -> settings);
    }

    /** An ensemble that is not started, each member with these settings. */
    public static ZkEnsemble of(String name, int size, UnaryOperator<ZkServerBuilder> settings) {
        List<String> members = IntStream.rangeClosed(1, size)
                .mapToObj(id -> "127.0.0.1:" + Ports.free() + ":" + Ports.free())
                .toList();
        List<ZkServer> servers = new ArrayList<>();
        for (int id = 1; id <= size; id++) {
            ZkServerBuilder member = ZkServer.builder(name + id)
                    .setting("initLimit", LIMIT_IN_TICKS)
                    .setting("syncLimit", LIMIT_IN_TICKS);
            servers.add(member(settings.apply(member), id, members));
        }
        return new ZkEnsemble(servers);
    }

    private static ZkServer member(ZkServerBuilder builder, int id, List<String> members) {
        builder.setting(ZkServerBuilder.MY_ID, Integer.toString(id));
        for (int other = 1; other <= members.size(); other++) {
            builder.setting("server." + other, members.get(other - 1));
        }
        return builder.build();
    }

    /** Starts all members and waits until each serves clients. */
    public ZkEnsemble start() {
        servers.forEach(ZkServer::launch);
        servers.forEach(ZkServer::awaitServing);
        return this;
    }

    public ZkServer server(int index) {
        return servers.get(index);
    }

    public List<ZkServer> servers() {
        return servers;
    }

    /** All members as a client names them. */
    public String hosts() {
        return servers.stream().map(ZkServer::address).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        servers.forEach(ZkServer::close);
    }
}
