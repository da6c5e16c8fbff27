package dev.zkspring.client.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of an ensemble's servers. Servers are written as in their configuration file, for example {@code
 * server.4=zk4:2888:3888:participant;2181}.
 *
 * @param joining servers to add or to change, empty for none
 * @param leaving numbers of the servers to remove, empty for none
 * @param members all servers of the new configuration, {@code null} to change the present one by the other two
 * @param fromConfig {@link EnsembleConfig#version} that the change starts from, else {@code BadVersionException};
 *     {@link #ANY_CONFIG} for whatever there is
 */
public record ReconfigRequest(
        List<String> joining, List<Long> leaving, @Nullable List<String> members, long fromConfig) {

    public static final long ANY_CONFIG = -1;

    public ReconfigRequest {
        joining = List.copyOf(joining);
        leaving = List.copyOf(leaving);
        members = members == null ? null : List.copyOf(members);
        boolean changes = !joining.isEmpty() || !leaving.isEmpty();
        if (members == null ? !changes : changes || members.isEmpty()) {
            throw new IllegalArgumentException("reconfig: joining %s, leaving %s, members %s (expected: either servers "
                            .formatted(joining, leaving, members)
                    + "that join or leave, or all members of the new configuration)");
        }
    }

    /** Adds or changes servers. */
    public static ReconfigRequest join(String... servers) {
        return new ReconfigRequest(List.of(servers), List.of(), null, ANY_CONFIG);
    }

    /** Removes servers. */
    public static ReconfigRequest leave(Long... ids) {
        return new ReconfigRequest(List.of(), List.of(ids), null, ANY_CONFIG);
    }

    /** Replaces the whole configuration. */
    public static ReconfigRequest replace(List<String> members) {
        return new ReconfigRequest(List.of(), List.of(), members, ANY_CONFIG);
    }

    /** The same change, if this is the version of the present configuration. */
    public ReconfigRequest from(long configVersion) {
        return new ReconfigRequest(joining, leaving, members, configVersion);
    }
}
