package dev.zkspring.client.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Sections of a JAAS file as text. */
public final class Jaas {

    /** The section that a ZooKeeper server reads. */
    public static final String SERVER = "Server";

    /** The section that a ZooKeeper client reads. */
    public static final String CLIENT = "Client";

    private static final String DIGEST = "org.apache.zookeeper.server.auth.DigestLoginModule";

    private static final String KERBEROS = "com.sun.security.auth.module.Krb5LoginModule";

    private Jaas() {}

    /** A server that knows these users and their passwords, for DIGEST-MD5. */
    public static String digestServer(Map<String, String> users) {
        return section(
                SERVER,
                DIGEST,
                users.entrySet().stream()
                        .collect(Collectors.toMap(user -> "user_" + user.getKey(), Map.Entry::getValue)));
    }

    /** A client that is this user, for DIGEST-MD5. */
    public static String digestClient(String user, String password) {
        return section(CLIENT, DIGEST, Map.of("username", user, "password", password));
    }

    /** A server or client, as the section says, that is this principal by its key table, for GSSAPI. */
    public static String kerberos(String section, String principal, Path keyTable) {
        return section(
                section,
                KERBEROS,
                Map.of(
                        "principal", principal,
                        "keyTab", keyTable.toString(),
                        "useKeyTab", "true",
                        "storeKey", "true",
                        "useTicketCache", "false",
                        "refreshKrb5Config", "true"));
    }

    private static String section(String name, String module, Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> "    %s=\"%s\"".formatted(option.getKey(), option.getValue()))
                .collect(Collectors.joining("\n", name + " {\n    " + module + " required\n", ";\n};\n"));
    }
}
