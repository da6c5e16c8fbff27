package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.it.ZkServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.jute.Record;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.ByteBufferInputStream;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.TxnLog.TxnIterator;
import org.apache.zookeeper.txn.CloseSessionTxn;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.DeleteTxn;
import org.apache.zookeeper.txn.MultiTxn;
import org.apache.zookeeper.txn.SetDataTxn;
import org.apache.zookeeper.txn.Txn;
import org.apache.zookeeper.txn.TxnHeader;
import org.jspecify.annotations.Nullable;

/** Reads what servers wrote to their transaction logs about a node and those below it. */
final class ServerLogs {

    private final String root;

    private final List<Change> changes = new ArrayList<>();

    private ServerLogs(String root) {
        this.root = root;
    }

    /**
     * The changes in the log of one server, which may run.
     *
     * @param since a zxid before the first change of interest
     */
    static List<Change> read(ZkServer server, String root, long since) {
        ServerLogs logs = new ServerLogs(root);
        try (FileTxnLog files = new FileTxnLog(server.transactionLogs().toFile());
                TxnIterator transactions = files.read(since)) {
            boolean more = transactions.getHeader() != null;
            while (more) {
                logs.add(transactions.getHeader(), transactions.getTxn());
                more = transactions.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the transaction logs of " + server.address(), e);
        }
        return logs.changes;
    }

    private void add(TxnHeader header, @Nullable Record transaction) throws IOException {
        if (!(transaction instanceof MultiTxn multi)) {
            addOne(header, transaction);
            return;
        }
        if (multi.getTxns().stream().anyMatch(part -> part.getType() == OpCode.error)) {
            return;
        }
        for (Txn part : multi.getTxns()) {
            Record record = empty(part.getType());
            if (record != null) {
                ByteBufferInputStream.byteBuffer2Record(ByteBuffer.wrap(part.getData()), record);
                addOne(header, record);
            }
        }
    }

    private static @Nullable Record empty(int type) {
        return switch (type) {
            case OpCode.create, OpCode.create2 -> new CreateTxn();
            case OpCode.setData -> new SetDataTxn();
            case OpCode.delete -> new DeleteTxn();
            default -> null;
        };
    }

    private void addOne(TxnHeader header, @Nullable Record transaction) {
        if (transaction instanceof CreateTxn create) {
            addChange(header, Change.Kind.CREATED, create.getPath(), create.getData(), 0);
        } else if (transaction instanceof SetDataTxn set) {
            addChange(header, Change.Kind.SET, set.getPath(), set.getData(), set.getVersion());
        } else if (transaction instanceof DeleteTxn delete) {
            addChange(header, Change.Kind.DELETED, delete.getPath(), null, -1);
        } else if (transaction instanceof CloseSessionTxn close) {
            close.getPaths2Delete().forEach(path -> addChange(header, Change.Kind.EXPIRED, path, null, -1));
        }
    }

    private void addChange(TxnHeader header, Change.Kind kind, String path, byte @Nullable [] data, int version) {
        if (path.equals(root) || path.startsWith(root + "/")) {
            String value = data == null ? null : new String(data, UTF_8);
            changes.add(new Change(header.getZxid(), header.getClientId(), kind, path, value, version));
        }
    }
}
