package dev.zkspring.client.bench;

import dev.zkspring.client.it.ZkServer;

/** Real servers as benchmarks want them. */
final class Servers {

    private Servers() {}

    /**
     * A server of the newest version that is running: with memory for all that benchmarks create, without snapshots,
     * which would slow down whichever client is being measured, and like all servers of tests without waiting for the
     * disk.
     */
    static ZkServer real() {
        return ZkServer.builder("bench")
                .jvmOption("-Xmx4g")
                .setting("snapCount", "100000000")
                .setting("maxSessionTimeout", "600000")
                .build()
                .start();
    }
}
