package dev.zkspring.client.bench;

import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.data.Stat;

/** Curator's synchronous calls. */
final class CuratorCaller implements BlockingCaller {

    private static final int CONNECT_SECONDS = 30;

    private final CuratorFramework curator;

    CuratorCaller(String hosts) throws InterruptedException {
        curator = CuratorFrameworkFactory.newClient(hosts, new RetryOneTime(1));
        curator.start();
        if (!curator.blockUntilConnected(CONNECT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("cannot connect to " + hosts);
        }
    }

    @Override
    public Client client() {
        return Client.CURATOR;
    }

    @Override
    public void get(String path) throws Exception {
        curator.getData().storingStatIn(new Stat()).forPath(path);
    }

    @Override
    public void close() {
        curator.close();
    }
}
