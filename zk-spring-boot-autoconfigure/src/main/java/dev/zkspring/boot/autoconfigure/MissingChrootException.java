package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.error.ZkException;
import org.jspecify.annotations.Nullable;

/** The node that all paths of a client are relative to does not exist; the cause tells why it could not be created. */
final class MissingChrootException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String chroot;

    MissingChrootException(ZkClient client, @Nullable ZkException notCreated) {
        super(describe(client) + (notCreated == null ? "" : " and cannot be created: " + notCreated.getMessage()));
        this.chroot = client.chroot();
        if (notCreated != null) {
            initCause(notCreated);
        }
    }

    private static String describe(ZkClient client) {
        return "The chroot %s of the ZooKeeper client %s does not exist on %s"
                .formatted(client.chroot(), client.clientName(), client.server());
    }

    String chroot() {
        return chroot;
    }
}
