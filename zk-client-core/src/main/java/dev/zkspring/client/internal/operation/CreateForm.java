package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.Create2;
import dev.zkspring.client.internal.protocol.CreateContainer;
import dev.zkspring.client.internal.protocol.CreateTtl;
import dev.zkspring.client.internal.protocol.Created;
import dev.zkspring.client.internal.protocol.CreatedPath;
import dev.zkspring.client.internal.protocol.Operation;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a create answers.
 *
 * @param operation makes the operation for a request
 * @param found makes the same answer for a node that turned out to be created
 */
record CreateForm<R>(Function<CreateRequest, Operation<R>> operation, BiFunction<String, Stat, R> found) {

    static final CreateForm<String> PATH = new CreateForm<>(CreateForm::path, (path, stat) -> path);

    static final CreateForm<Created> PATH_AND_STAT = new CreateForm<>(CreateForm::pathAndStat, Created::new);

    private static Operation<String> path(CreateRequest request) {
        return isPlain(request) ? new Create(request) : new CreatedPath(pathAndStat(request));
    }

    private static boolean isPlain(CreateRequest request) {
        return switch (request.mode()) {
            case PERSISTENT, EPHEMERAL, PERSISTENT_SEQUENTIAL, EPHEMERAL_SEQUENTIAL -> true;
            case CONTAINER, PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL -> false;
        };
    }

    static Operation<Created> pathAndStat(CreateRequest request) {
        return switch (request.mode()) {
            case PERSISTENT, EPHEMERAL, PERSISTENT_SEQUENTIAL, EPHEMERAL_SEQUENTIAL -> new Create2(request);
            case CONTAINER -> new CreateContainer(request);
            case PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL -> new CreateTtl(request);
        };
    }
}
