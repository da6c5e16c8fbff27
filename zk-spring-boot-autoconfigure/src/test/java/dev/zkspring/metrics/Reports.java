package dev.zkspring.metrics;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.observe.RequestReport;

/** Reports on requests as a client makes them. */
public record Reports(
        String operationName, String path, ZkException failure, long durationNanos, int requestBytes, int responseBytes)
        implements RequestReport {

    public static RequestReport success(String operation, long nanos, int sent, int received) {
        return new Reports(operation, "/node", null, nanos, sent, received);
    }

    public static RequestReport failure(String operation, ErrorCode code, Outcome outcome) {
        Failure failure = new Failure(code, code.number(), outcome, operation, "/node", null);
        return new Reports(operation, "/node", failure.toException(null), 1, 0, 0);
    }
}
