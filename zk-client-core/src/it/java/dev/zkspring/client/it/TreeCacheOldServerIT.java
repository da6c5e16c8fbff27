package dev.zkspring.client.it;

import org.junit.jupiter.api.extension.RegisterExtension;

/** A tree cache on a server that has one-shot watches only. */
class TreeCacheOldServerIT extends TreeCacheContract {

    @RegisterExtension
    static final ZkServerExtension zk =
            new ZkServerExtension(ZkServer.builder("old").version("3.5.10"));

    @Override
    ZkServerExtension zk() {
        return zk;
    }

    /** The client arms all watches again in a few requests, and the server tells what changed. */
    @Override
    int requestsPerReconnect(int nodes) {
        return nodes / 50;
    }
}
