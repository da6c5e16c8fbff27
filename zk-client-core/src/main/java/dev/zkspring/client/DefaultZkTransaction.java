package dev.zkspring.client;

import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.internal.operation.Transactions;
import dev.zkspring.client.internal.protocol.Check;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Collects operations until they are committed. */
final class DefaultZkTransaction implements ZkTransaction {

    private final Transactions transactions;

    private final Blocking blocking;

    private final List<Operation<?>> operations = new ArrayList<>();

    DefaultZkTransaction(Transactions transactions, Blocking blocking) {
        this.transactions = transactions;
        this.blocking = blocking;
    }

    private ZkTransaction add(Operation<?> operation) {
        operations.add(operation);
        return this;
    }

    @Override
    public ZkTransaction check(String path, int version) {
        return add(new Check(ZkPath.validate(path), version));
    }

    @Override
    public ZkTransaction create(String path, byte @Nullable [] data) {
        return create(path, data, CreateMode.PERSISTENT);
    }

    @Override
    public ZkTransaction create(String path, byte @Nullable [] data, CreateMode mode) {
        return create(CreateRequest.of(path).data(data).mode(mode).build());
    }

    @Override
    public ZkTransaction create(CreateRequest request) {
        return add(transactions.create(request));
    }

    @Override
    public ZkTransaction set(String path, byte @Nullable [] data) {
        return set(path, data, NodeOperations.ANY_VERSION);
    }

    @Override
    public ZkTransaction set(String path, byte @Nullable [] data, int version) {
        return add(new SetData(ZkPath.validate(path), data, version));
    }

    @Override
    public ZkTransaction delete(String path) {
        return delete(path, NodeOperations.ANY_VERSION);
    }

    @Override
    public ZkTransaction delete(String path, int version) {
        return add(new Delete(ZkPath.validate(path), version));
    }

    @Override
    public List<TransactionResult> commit() {
        return blocking.check().await(commitAsync());
    }

    @Override
    public CompletableFuture<List<TransactionResult>> commitAsync() {
        return transactions.commit(operations);
    }

    /** The operations, without any data. */
    @Override
    public String toString() {
        return "ZkTransaction"
                + operations.stream()
                        .map(operation -> operation.opCode().wireName() + " " + operation.path())
                        .toList();
    }
}
