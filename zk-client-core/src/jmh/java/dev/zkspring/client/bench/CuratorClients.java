package dev.zkspring.client.bench;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;

/** Makes Curator's clients. */
final class CuratorClients {

    private static final int RETRIES = 1_000;

    /** So short that what is measured is Curator and not its policy. */
    private static final int RETRY_MILLIS = 5;

    private CuratorClients() {}

    /** A client that connects; its calls wait for that. */
    static CuratorFramework begin(String hosts, int sessionTimeoutMillis) {
        CuratorFramework curator = CuratorFrameworkFactory.builder()
                .connectString(hosts)
                .sessionTimeoutMs(sessionTimeoutMillis)
                .retryPolicy(new RetryNTimes(RETRIES, RETRY_MILLIS))
                .build();
        curator.start();
        return curator;
    }
}
