package dev.zkspring.client;

import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.internal.operation.MultiReading;
import dev.zkspring.client.internal.operation.Retrying;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Collects reads until they are sent. */
final class DefaultZkMultiRead implements ZkMultiRead {

    private final MultiReading reading;

    private final Retrying retrying;

    private final Blocking blocking;

    private final List<Operation<?>> reads = new ArrayList<>();

    DefaultZkMultiRead(MultiReading reading, Retrying retrying, Blocking blocking) {
        this.reading = reading;
        this.retrying = retrying;
        this.blocking = blocking;
    }

    @Override
    public ZkMultiRead get(String path) {
        reads.add(new GetData(ZkPath.validate(path), false));
        return this;
    }

    @Override
    public ZkMultiRead getChildren(String path) {
        reads.add(new GetChildren(ZkPath.validate(path), false));
        return this;
    }

    @Override
    public List<ReadResult> read() {
        return blocking.check().await(readAsync());
    }

    @Override
    public CompletableFuture<List<ReadResult>> readAsync() {
        List<Operation<?>> now = List.copyOf(reads);
        return retrying.read(() -> reading.read(now))
                .thenApply(outcomes -> outcomes.stream().map(ReadResult::of).toList());
    }
}
