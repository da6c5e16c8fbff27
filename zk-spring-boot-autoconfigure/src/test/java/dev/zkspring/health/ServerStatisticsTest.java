package dev.zkspring.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerStatisticsTest {

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

        assertThat(ServerStatistics.fromMntr(answer).details())
                .containsExactly(
                        entry("mode", "leader"),
                        entry("version", "3.9.5"),
                        entry("latency", Map.of("min", 0L, "avg", 1.25, "max", 31L)),
                        entry("connections", 3L),
                        entry("outstanding", 1L),
                        entry("znodes", 17L),
                        entry("watches", 4L),
                        entry("ephemerals", 2L),
                        entry("followersInSync", 2.0));
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

        assertThat(ServerStatistics.fromSrvr(answer).details())
                .containsExactly(
                        entry("mode", "standalone"),
                        entry("version", "3.4.14"),
                        entry("latency", Map.of("min", 0L, "avg", 3L, "max", 20L)),
                        entry("connections", 2L),
                        entry("outstanding", 0L),
                        entry("znodes", 9L));
    }

    @Test
    void skipsWhatItDoesNotUnderstand() {
        assertThat(ServerStatistics.fromMntr("zk_znode_count\tmany\nno tab\n\nzk_watch_count\t\n")
                        .details())
                .isEmpty();
        assertThat(ServerStatistics.fromSrvr("Latency min/avg/max: 1/2\nConnections: x")
                        .details())
                .isEmpty();
    }
}
