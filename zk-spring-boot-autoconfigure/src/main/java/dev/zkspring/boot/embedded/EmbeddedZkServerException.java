package dev.zkspring.boot.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded server cannot start; the message names what is wrong. */
public final class EmbeddedZkServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    EmbeddedZkServerException(String message, String action) {
        this(message, action, null);
    }

    EmbeddedZkServerException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** Apache's server, or something that it needs, is not on the class path. */
    static EmbeddedZkServerException classMissing(String name, @Nullable Throwable cause) {
        return new EmbeddedZkServerException(
                "zk.embedded.enabled=true, but the embedded ZooKeeper server misses the class "
                        + name.replace('/', '.'),
                """
                Do one of these:

                    - add the dependency org.apache.zookeeper:zookeeper, for example version 3.9.5, without \
                io.netty:netty-transport-native-epoll and io.netty:netty-tcnative-boringssl-static, and beside it \
                org.xerial.snappy:snappy-java and io.dropwizard.metrics:metrics-core, which it needs and does not bring
                    - set zk.embedded.enabled=false and zk.hosts to a server that runs elsewhere""",
                cause);
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
