package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.NotReadOnlyException;
import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains that the chroot does not exist, and how it comes into being. */
final class MissingChrootFailureAnalyzer extends AbstractFailureAnalyzer<MissingChrootException> {

    private final PropertyOrigins origins;

    MissingChrootFailureAnalyzer(Environment environment) {
        this.origins = new PropertyOrigins(environment);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingChrootException cause) {
        String set = origins.describe(List.of("zk.chroot", "zk.hosts", "zk.create-chroot"));
        return new FailureAnalysis(cause.getMessage() + set, action(cause), cause);
    }

    private static String action(MissingChrootException missing) {
        if (missing.getCause() instanceof NotReadOnlyException) {
            return "Wait until the servers have their quorum again: one that has lost it creates nothing.";
        }
        if (missing.getCause() instanceof NoAuthException) {
            return "Create %s as somebody who may, or set zk.auth or zk.sasl to somebody who may create it."
                    .formatted(missing.chroot());
        }
        return """
                Do one of these:

                    - set zk.create-chroot=true to have it created at the start
                    - create it with ZooKeeper's command line, its parents first: create %s
                    - correct the chroot, in zk.chroot or at the end of zk.hosts
                    - set zk.fail-fast=false to start without it""".formatted(missing.chroot());
    }
}
