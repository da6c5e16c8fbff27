package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.error.InvalidHostsException;
import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains what is wrong with the hosts, where they come from and how they are written. */
final class InvalidHostsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHostsException> {

    private static final String ACTION = """
            Write the hosts like one of these:

                localhost:2181
                zk1.example.com:2181,zk2.example.com:2181,zk3.example.com:2181
                zk1.example.com,zk2.example.com/app     (port 2181; all paths below the node /app)
                [2001:db8::1]:2181                      (IPv6)""";

    private final PropertyOrigins origins;

    InvalidHostsFailureAnalyzer(Environment environment) {
        this.origins = new PropertyOrigins(environment);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidHostsException cause) {
        String set = origins.describe(List.of("zk.hosts", "zk.chroot"));
        String source = set.isEmpty()
                ? "%n%nThey were set by a ZkConnectionDetails or ZkClientBuilderCustomizer bean.".formatted()
                : set;
        String description = "The ZooKeeper servers cannot be read from %s%s".formatted(cause.getMessage(), source);
        return new FailureAnalysis(description, ACTION, cause);
    }
}
