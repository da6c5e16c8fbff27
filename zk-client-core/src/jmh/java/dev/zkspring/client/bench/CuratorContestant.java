package dev.zkspring.client.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.CreateMode;

/** Curator in background mode. */
final class CuratorContestant implements Contestant {

    private static final int CONNECT_SECONDS = 30;

    private final CuratorFramework curator;

    CuratorContestant(String hosts) {
        curator = CuratorFrameworkFactory.newClient(hosts, new RetryOneTime(1));
        curator.start();
        try {
            if (!curator.blockUntilConnected(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("cannot connect to " + hosts);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("cannot connect to " + hosts, e);
        }
    }

    @Override
    public Client client() {
        return Client.CURATOR;
    }

    @Override
    public void get(String path, Window window) {
        begin(() -> curator.getData()
                .inBackground((client, event) -> window.leave(event.getResultCode() == 0 && event.getData() != null))
                .forPath(path));
    }

    @Override
    public void set(String path, byte[] data, Window window) {
        begin(() -> curator.setData()
                .inBackground((client, event) -> window.leave(event.getStat() != null))
                .forPath(path, data));
    }

    @Override
    public void exists(String path, Window window) {
        begin(() -> curator.checkExists()
                .inBackground((client, event) -> window.leave(event.getStat() != null))
                .forPath(path));
    }

    @Override
    public void create(String prefix, byte[] data, Window window) {
        begin(() -> curator.create()
                .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                .inBackground((client, event) -> window.leave(event.getName() != null))
                .forPath(prefix, data));
    }

    @Override
    public void getChildren(String path, Window window) {
        begin(() -> curator.getChildren()
                .inBackground((client, event) -> window.leave(
                        event.getResultCode() == 0 && !event.getChildren().isEmpty()))
                .forPath(path));
    }

    @Override
    public void transaction(String path, byte[] data, int changes, Window window) {
        begin(() -> {
            List<CuratorOp> operations = new ArrayList<>(changes);
            for (int i = 0; i < changes; i++) {
                operations.add(curator.transactionOp().setData().forPath(path, data));
            }
            return curator.transaction()
                    .inBackground((client, event) -> window.leave(
                            event.getResultCode() == 0 && event.getOpResults().size() == changes))
                    .forOperations(operations);
        });
    }

    /** A call that declares every exception there is, and in the background throws none. */
    private interface Call {

        Object begin() throws Exception;
    }

    private static void begin(Call call) {
        try {
            call.begin();
        } catch (Exception e) {
            throw new IllegalStateException("a request could not be submitted", e);
        }
    }

    @Override
    public void close() {
        curator.close();
    }
}
