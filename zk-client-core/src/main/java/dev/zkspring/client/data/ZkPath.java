package dev.zkspring.client.data;

/** Rules and arithmetic of node paths. */
public final class ZkPath {

    private ZkPath() {}

    /**
     * Returns the path if it is valid: absolute, no trailing slash but for the root, no empty, {@code .} or {@code ..}
     * segment, none of the characters that servers refuse.
     *
     * @throws IllegalArgumentException names the path, the position and the rule it breaks
     */
    public static String validate(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            throw invalid(path, "it must start with '/'");
        }
        if (path.length() == 1) {
            return path;
        }
        if (path.charAt(path.length() - 1) == '/') {
            throw invalid(path, "it must not end with '/'");
        }
        return validateSegments(path);
    }

    /** As {@link #validate}, and a trailing slash is allowed: the server then makes the whole last segment. */
    public static String validateSequential(String path) {
        if (path.length() > 1 && path.endsWith("/")) {
            validate(path.substring(0, path.length() - 1) + "/1");
            return path;
        }
        return path.equals("/") ? path : validate(path);
    }

    private static String validateSegments(String path) {
        int start = 1;
        for (int i = 1; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                checkSegment(path, start, i);
                start = i + 1;
            } else if (isRefused(path.charAt(i))) {
                throw invalid(path, "character U+%04X at %d is not allowed".formatted((int) path.charAt(i), i));
            }
        }
        return path;
    }

    private static void checkSegment(String path, int start, int end) {
        int length = end - start;
        if (length == 0) {
            throw invalid(path, "empty segment at " + start);
        }
        boolean dots = path.charAt(start) == '.' && (length == 1 || length == 2 && path.charAt(start + 1) == '.');
        if (dots) {
            throw invalid(path, "relative segment at " + start);
        }
    }

    /** The server's own list (PathUtils.validatePath of Apache ZooKeeper). */
    private static boolean isRefused(char c) {
        return c <= '\u001f' || c >= '\u007f' && c <= '\u009f' || c >= '\ud800' && c <= '\uf8ff' || c >= '\ufff0';
    }

    private static IllegalArgumentException invalid(String path, String rule) {
        return new IllegalArgumentException("invalid path \"" + path + "\": " + rule);
    }

    /** The path of the parent; the root is its own parent. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** The last segment, empty for the root. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path of a child. */
    public static String child(String parent, String name) {
        return parent.length() == 1 ? parent + name : parent + "/" + name;
    }
}
