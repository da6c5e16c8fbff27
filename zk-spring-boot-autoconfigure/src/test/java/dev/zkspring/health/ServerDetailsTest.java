package dev.zkspring.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerStats;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerDetailsTest {

    @Test
    void readsMntrOfALeader() {
        String answer = String.join(
                "\n",
                "zk_version\t3.9.5-58eb9d4f2ec2f4ad1e2b6e9dbd0f8d3b4ad4cbc8, built on 2026-01-20 10:00 UTC",
                "zk_server_state\tleader",
                "zk_min_latency\t0",
                "zk_avg_latency\t1.25",
                "zk_max_latency\t31",
                "zk_num_alive_connections\t3",
                "zk_outstanding_requests\t1",
                "zk_znode_count\t17",
                "zk_watch_count\t4",
                "zk_ephemerals_count\t2",
                "zk_synced_followers\t2.0",
                "zk_something_new\tabc",
                "");

        assertThat(ServerDetails.of(ServerMetrics.parse(answer)))
                .containsExactly(
                        entry("mode", "leader"),
                        entry("version", "3.9.5"),
                        entry("latency", Map.of("min", 0L, "avg", 1.25, "max", 31L)),
                        entry("connections", 3L),
                        entry("outstanding", 1L),
                        entry("znodes", 17L),
                        entry("watches", 4L),
                        entry("ephemerals", 2L),
                        entry("followersInSync", 2L));
    }

    @Test
    void readsSrvr() {
        String answer = String.join(
                "\n",
                "Zookeeper version: 3.4.14-4c25d480e66aadd371de8bd2fd8da255ac140bcf, built on 03/06/2019 16:18 GMT",
                "Latency min/avg/max: 0/3/20",
                "Received: 12",
                "Sent: 11",
                "Connections: 2",
                "Outstanding: 0",
                "Zxid: 0x10000000c",
                "Mode: standalone",
                "Node count: 9",
                "");

        assertThat(ServerDetails.of(ServerStats.parse(answer)))
                .containsExactly(
                        entry("mode", "standalone"),
                        entry("version", "3.4.14"),
                        entry("latency", Map.of("min", 0L, "avg", 3.0, "max", 20L)),
                        entry("connections", 2L),
                        entry("outstanding", 0L),
                        entry("znodes", 9L));
    }

    @Test
    void leavesOutWhatAServerDoesNotTell() {
        assertThat(ServerDetails.of(ServerMetrics.parse("zk_znode_count\tmany\nzk_avg_latency\t\n")))
                .containsExactly(entry("mode", "unknown"));
    }

    @Test
    void leavesOutTheConnectionsOfAServerThatDoesNotCountThem() {
        String answer = String.join(
                "\n",
                "Zookeeper version: 3.4.3-1240972, built on 02/06/2012 10:48 GMT",
                "Latency min/avg/max: 0/0/0",
                "Received: 1",
                "Sent: 0",
                "Outstanding: 0",
                "Zxid: 0x0",
                "Mode: read-only",
                "Node count: 4",
                "");

        assertThat(ServerDetails.of(ServerStats.parse(answer)))
                .containsEntry("mode", "read-only")
                .doesNotContainKey("connections");
    }
}
