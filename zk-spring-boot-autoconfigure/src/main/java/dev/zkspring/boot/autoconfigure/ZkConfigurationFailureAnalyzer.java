package dev.zkspring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains which properties cannot be used, and where they were set. */
final class ZkConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ZkConfigurationException> {

    private final PropertyOrigins origins;

    ZkConfigurationFailureAnalyzer(Environment environment) {
        this.origins = new PropertyOrigins(environment);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZkConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage() + origins.describe(cause.properties()), cause.action(), cause);
    }
}
