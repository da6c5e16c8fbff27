package dev.zkspring.boot.autoconfigure;

import dev.zkspring.boot.autoconfigure.ZkProperties.Kerberos;
import dev.zkspring.boot.autoconfigure.ZkProperties.Sasl;
import dev.zkspring.boot.autoconfigure.ZkProperties.SaslMechanism;
import dev.zkspring.client.config.KerberosLogin;
import dev.zkspring.client.config.SaslOptions;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes SASL options of the properties, and refuses properties that belong to another mechanism or login. */
final class SaslMapper {

    private static final String MECHANISM = "zk.sasl.mechanism";

    private static final String USERNAME = "zk.sasl.username";

    private static final String PASSWORD = "zk.sasl.password";

    private static final String PRINCIPAL = "zk.sasl.kerberos.principal";

    private static final String KEYTAB = "zk.sasl.kerberos.keytab";

    private static final String TICKET_CACHE = "zk.sasl.kerberos.ticket-cache";

    private static final String JAAS_ENTRY = "zk.sasl.kerberos.jaas-entry";

    private static final String SERVICE_NAME = "zk.sasl.kerberos.service-name";

    private final Sasl sasl;

    private final Kerberos kerberos;

    /** The properties that are set, of those that have no default. */
    private final Map<String, Object> set;

    SaslMapper(Sasl sasl) {
        this.sasl = sasl;
        this.kerberos = sasl.kerberos();
        this.set = set(sasl, sasl.kerberos());
    }

    private static Map<String, Object> set(Sasl sasl, Kerberos kerberos) {
        return Stream.of(
                        given(USERNAME, sasl.username()),
                        given(PASSWORD, sasl.password()),
                        given(PRINCIPAL, kerberos.principal()),
                        given(KEYTAB, kerberos.keytab()),
                        given(TICKET_CACHE, kerberos.ticketCache()),
                        given(JAAS_ENTRY, kerberos.jaasEntry()))
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(Entry::getKey, Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    private static Optional<Entry<String, Object>> given(String property, @Nullable Object value) {
        return Optional.ofNullable(value).map(given -> Map.entry(property, given));
    }

    /** {@code null} for no SASL. */
    @Nullable
    SaslOptions options() {
        SaslMechanism mechanism = sasl.mechanism();
        if (mechanism == null) {
            set.keySet().stream().findFirst().ifPresent(SaslMapper::refuseWithoutMechanism);
            return null;
        }
        return switch (mechanism) {
            case DIGEST_MD5 -> digestMd5();
            case GSSAPI -> gssapi();
        };
    }

    private static void refuseWithoutMechanism(String property) {
        throw ZkConfigurationException.outOfRange(
                MECHANISM, "not set, although " + property + " is", "digest-md5 or gssapi");
    }

    private SaslOptions digestMd5() {
        allow("with the mechanism digest-md5", USERNAME, PASSWORD);
        return SaslOptions.digestMd5(text(USERNAME), text(PASSWORD));
    }

    private SaslOptions gssapi() {
        if (kerberos.serviceName().isBlank()) {
            throw ZkConfigurationException.outOfRange(SERVICE_NAME, "blank", "zookeeper, for example");
        }
        return SaslOptions.gssapi(login()).withServiceName(kerberos.serviceName());
    }

    private KerberosLogin login() {
        if (kerberos.keytab() != null) {
            allow("with a key table", PRINCIPAL, KEYTAB);
            return KerberosLogin.keytab(text(PRINCIPAL), kerberos.keytab());
        }
        if (kerberos.jaasEntry() != null) {
            allow("with an entry of the JAAS configuration", JAAS_ENTRY);
            return KerberosLogin.jaasEntry(text(JAAS_ENTRY));
        }
        allow("with a ticket cache", PRINCIPAL, TICKET_CACHE);
        return new KerberosLogin.TicketCache(kerberos.principal(), kerberos.ticketCache());
    }

    private void allow(String when, String... properties) {
        set.keySet().stream()
                .filter(property -> !Stream.of(properties).toList().contains(property))
                .findFirst()
                .ifPresent(property -> refuse(property, when));
    }

    private static void refuse(String property, String when) {
        throw ZkConfigurationException.refused(
                property, "cannot be used " + when, "Leave out " + property + ", or choose what it belongs to.");
    }

    private String text(String property) {
        String text = Objects.toString(set.get(property), "");
        if (text.isBlank()) {
            throw ZkConfigurationException.outOfRange(
                    property, set.containsKey(property) ? "blank" : "not set", "a value");
        }
        return text;
    }
}
