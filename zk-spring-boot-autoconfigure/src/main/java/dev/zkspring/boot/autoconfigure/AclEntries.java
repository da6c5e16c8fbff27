package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.data.Acl;
import java.util.ArrayList;
import java.util.List;

/** Reads access control lists in the spelling of ZooKeeper's command line, {@code scheme:id:permissions}. */
final class AclEntries {

    private static final String EXPECTED = "scheme:id:permissions, for example world:anyone:r or auth::cdrwa";

    private AclEntries() {}

    /**
     * Reads each entry.
     *
     * @throws ZkConfigurationException names the entry by its place, not its text, where a hash may stand
     */
    static List<Acl> parse(String property, List<String> entries) {
        List<Acl> list = new ArrayList<>();
        for (String entry : entries) {
            list.add(parse(property + "[" + list.size() + "]", entry.strip()));
        }
        return list;
    }

    /** The identity may contain colons: the first one ends the scheme, the last one begins the permissions. */
    private static Acl parse(String property, String entry) {
        int schemeEnd = entry.indexOf(':');
        int idEnd = entry.lastIndexOf(':');
        if (schemeEnd <= 0 || idEnd == schemeEnd) {
            throw ZkConfigurationException.outOfRange(property, "not three parts", EXPECTED);
        }
        int permissions = permissions(property, entry.substring(idEnd + 1));
        return new Acl(permissions, entry.substring(0, schemeEnd), entry.substring(schemeEnd + 1, idEnd));
    }

    private static int permissions(String property, String letters) {
        int permissions = letters.chars()
                .map(letter -> permission(property, (char) letter))
                .reduce(0, (sum, permission) -> sum | permission);
        if (permissions == 0) {
            throw ZkConfigurationException.outOfRange(property, "no permissions", EXPECTED);
        }
        return permissions;
    }

    private static int permission(String property, char letter) {
        return switch (letter) {
            case 'c' -> Acl.CREATE;
            case 'd' -> Acl.DELETE;
            case 'r' -> Acl.READ;
            case 'w' -> Acl.WRITE;
            case 'a' -> Acl.ADMIN;
            default ->
                throw ZkConfigurationException.outOfRange(
                        property, "permission '" + letter + "'", "letters out of cdrwa; " + EXPECTED);
        };
    }
}
