package dev.zkspring.boot.autoconfigure;

import dev.zkspring.listener.InvalidWatchMethodException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a watch method that cannot be called as it is declared. */
final class ZkWatchMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidWatchMethodException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidWatchMethodException cause) {
        String description =
                "The watch method%n%n    %s%n%ncannot be used: %s.".formatted(cause.method(), cause.reason());
        return new FailureAnalysis(description, cause.advice() + ".", cause);
    }
}
