package dev.zkspring.client.it;

import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * What runs in the JVM of a {@link ZkServer}: a ZooKeeper server of any version that ends when its parent does, however
 * that ends.
 */
final class ServerProcess {

    private static final int PARENT_GONE = 99;

    private ServerProcess() {}

    public static void main(String[] args) {
        Thread watchdog = new Thread(ServerProcess::haltWithParent, "parent-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        QuorumPeerMain.main(args);
    }

    /** Standard input is a pipe that the parent holds and never writes to: its end is the parent's end. */
    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // The same as the end of the stream.
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
