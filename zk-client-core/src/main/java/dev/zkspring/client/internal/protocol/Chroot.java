package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

/**
 * The prefix between paths as the caller names them and paths as the server knows them.
 *
 * @param prefix empty for none, else a valid path but never the root
 */
public record Chroot(String prefix) {

    public static final Chroot NONE = new Chroot("");

    /** The path on the server. */
    public String toServer(String path) {
        return prefix.isEmpty() ? path : path.length() == 1 ? prefix : prefix + path;
    }

    /** Whether the caller can name this path of the server. */
    public boolean contains(String serverPath) {
        return serverPath.startsWith(prefix)
                && (prefix.isEmpty()
                        || serverPath.length() == prefix.length()
                        || serverPath.charAt(prefix.length()) == '/');
    }

    /** The caller's path; a path outside the prefix stays as it is. */
    public String toClient(String serverPath) {
        if (prefix.isEmpty() || !contains(serverPath)) {
            return serverPath;
        }
        return serverPath.length() == prefix.length() ? "/" : serverPath.substring(prefix.length());
    }

    void writePath(WireWriter out, String path) {
        out.writeString(prefix, prefix.isEmpty() || path.length() > 1 ? path : "");
    }

    String readPath(WireReader in) {
        return toClient(in.readString());
    }
}
