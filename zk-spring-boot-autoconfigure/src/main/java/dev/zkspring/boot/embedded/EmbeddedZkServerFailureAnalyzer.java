package dev.zkspring.boot.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains why the embedded server cannot start. Before Boot's own, which stop at the failed property binding. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EmbeddedZkServerFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedZkServerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedZkServerException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
