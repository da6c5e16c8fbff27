package dev.zkspring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the servers are. A bean of this type takes the place of the properties {@code zk.hosts}, {@code zk.ssl.enabled}
 * and {@code zk.ssl.bundle}. It is asked once for each client that {@link ZkClientBuilderConfigurer} configures.
 */
public interface ZkConnectionDetails extends ConnectionDetails {

    /**
     * The servers, each {@code host}, {@code host:port} or {@code [IPv6]:port}; a whole connect string is one element
     * too. Only the last may end with a chroot.
     */
    List<String> getHosts();

    /** Prefix of all paths on the server, {@code null} to leave it to {@code zk.chroot}. */
    default @Nullable String getChroot() {
        return null;
    }

    /** Whom to trust and who the client is; {@code null} for connections without TLS, the default. */
    default @Nullable SslBundle getSslBundle() {
        return null;
    }
}
