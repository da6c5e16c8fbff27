package dev.zkspring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/** Where the servers are. A bean of this type takes the place of the property {@code zk.hosts}. */
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
}
