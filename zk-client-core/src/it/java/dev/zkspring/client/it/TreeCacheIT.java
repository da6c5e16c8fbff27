package dev.zkspring.client.it;

import org.junit.jupiter.api.extension.RegisterExtension;

/** A tree cache on a server that sends the events of a whole tree for one watch. */
class TreeCacheIT extends TreeCacheContract {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    @Override
    ZkServerExtension zk() {
        return zk;
    }

    /** One for each node, and a few. */
    @Override
    int requestsPerReconnect(int nodes) {
        return nodes + nodes / 10;
    }
}
