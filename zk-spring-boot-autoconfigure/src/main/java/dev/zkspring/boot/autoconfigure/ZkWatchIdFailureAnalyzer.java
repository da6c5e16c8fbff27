package dev.zkspring.boot.autoconfigure;

import dev.zkspring.listener.DuplicateWatchIdException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains two watches with the same id. */
final class ZkWatchIdFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateWatchIdException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DuplicateWatchIdException cause) {
        String description = "The watch id '%s' is used twice:%n%n    %s%n    %s"
                .formatted(cause.id(), cause.first(), cause.second());
        return new FailureAnalysis(description, "Give each watch an id of its own, or leave the id out.", cause);
    }
}
