package dev.zkspring.boot.autoconfigure;

import dev.zkspring.boot.autoconfigure.ZkProperties.Retry;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.ConnectString;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ZkPath;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

/** Copies the properties to a builder. Nothing else turns properties into settings of a client. */
final class ZkPropertiesMapper {

    /** Of what the client can take, the servers' limits being far below. */
    private static final DataSize LARGEST = DataSize.ofBytes(Integer.MAX_VALUE / 2);

    private final ZkProperties properties;

    private final @Nullable SslBundles bundles;

    ZkPropertiesMapper(ZkProperties properties, @Nullable SslBundles bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    /**
     * Applies all properties.
     *
     * @throws ZkConfigurationException names the property that cannot be used
     * @throws dev.zkspring.client.error.InvalidHostsException names the part of the hosts that cannot be read
     */
    void map(ZkConnectionDetails details, ZkClientBuilder builder) {
        applyPlace(details, builder);
        applyTimeouts(builder);
        applyLimits(builder);
        new SecurityMapper(properties, bundles).map(details, builder);
        builder.readOnly(properties.readOnly())
                .randomizeHosts(properties.randomizeHosts())
                .connectionRetry(policy("zk.connection-retry", properties.connectionRetry(), RetryPolicy.FOREVER))
                .commandRetry(policy("zk.command-retry", properties.commandRetry(), RetryPolicy.NONE))
                .clientName(clientName());
    }

    /** The chroot goes with the hosts where it can, so that other hosts, set afterwards, take its place too. */
    private void applyPlace(ZkConnectionDetails details, ZkClientBuilder builder) {
        String hosts = hosts(details);
        boolean inHosts = !ConnectString.parse(hosts).chroot().isEmpty();
        String chroot = chroot(details);
        apply("zk.chroot", chroot, ZkPropertiesMapper::checkChroot);
        boolean none = chroot.isEmpty() || chroot.equals("/");
        builder.hosts(none || inHosts ? hosts : hosts + chroot).chroot(inHosts ? chroot : "");
    }

    private static void checkChroot(String chroot) {
        if (!chroot.isEmpty()) {
            ZkPath.validate(chroot);
        }
    }

    private void applyTimeouts(ZkClientBuilder builder) {
        checkAliases();
        apply("zk.timeout", properties.timeout(), builder::sessionTimeout);
        apply("zk.session-timeout", properties.sessionTimeout(), builder::sessionTimeout);
        apply("zk.connect-timeout", properties.connectTimeout(), builder::connectTimeout);
        apply("zk.request-timeout", properties.requestTimeout(), builder::requestTimeout);
        apply("zk.start-timeout", properties.startTimeout(), builder::startTimeout);
        Duration health = properties.health().timeout();
        check(!health.isZero() && !health.isNegative(), "zk.health.timeout", health, "above 0");
    }

    private void applyLimits(ZkClientBuilder builder) {
        apply("zk.max-in-flight", properties.maxInFlight(), builder::maxInFlight);
        builder.rejectWhenFull(properties.rejectWhenFull());
        builder.maxRequestSize(bytes("zk.max-request-size", properties.maxRequestSize()));
        builder.maxResponseSize(bytes("zk.max-response-size", properties.maxResponseSize()));
        builder.readBatching(properties.readBatching());
    }

    private static int bytes(String property, DataSize size) {
        boolean fits = size.toKilobytes() >= 1 && size.compareTo(LARGEST) <= 0;
        check(fits, property, size, "1KB to " + LARGEST);
        return (int) size.toBytes();
    }

    private void checkAliases() {
        Duration timeout = properties.timeout();
        Duration alias = properties.sessionTimeout();
        if (timeout != null && alias != null && !timeout.equals(alias)) {
            throw ZkConfigurationException.conflict(
                    "zk.timeout", timeout, "zk.session-timeout", alias, "the session timeout");
        }
    }

    private String clientName() {
        String name = properties.clientName();
        check(!name.isBlank(), "zk.client-name", '"' + name + '"', "not blank");
        return name;
    }

    private static String hosts(ZkConnectionDetails details) {
        return String.join(",", details.getHosts());
    }

    /** The chroot of the details, else that of the properties; empty if there is none beside the hosts. */
    private String chroot(ZkConnectionDetails details) {
        String fallback = Objects.requireNonNullElse(properties.chroot(), "");
        String chroot = Objects.requireNonNullElse(details.getChroot(), fallback);
        if (details instanceof PropertiesZkConnectionDetails) {
            checkChroots(hosts(details), chroot);
        }
        return chroot;
    }

    private static void checkChroots(String hosts, String chroot) {
        String inHosts = ConnectString.parse(hosts).chroot();
        boolean none = chroot.isEmpty() || chroot.equals("/");
        if (!none && !inHosts.isEmpty() && !inHosts.equals(chroot)) {
            throw ZkConfigurationException.conflict("zk.hosts", hosts, "zk.chroot", chroot, "the chroot");
        }
    }

    private static RetryPolicy policy(String name, Retry retry, RetryPolicy base) {
        Duration delay = notNegative(name + ".delay", retry.delay(), base.delay());
        Duration maxDelay = Objects.requireNonNullElse(retry.maxDelay(), longer(delay, base.maxDelay()));
        check(maxDelay.compareTo(delay) >= 0, name + ".max-delay", maxDelay, "at least the delay " + delay);
        int maxRetries = orElse(retry.maxRetries(), base.maxRetries());
        check(maxRetries >= RetryPolicy.UNLIMITED, name + ".max-retries", maxRetries, "-1 for unlimited, 0 or more");
        double multiplier = orElse(retry.multiplier(), base.multiplier());
        check(multiplier >= 1, name + ".multiplier", multiplier, "1 or more");
        double jitter = orElse(retry.jitter(), base.jitter());
        check(jitter >= 0 && jitter <= 1, name + ".jitter", jitter, "0 to 1");
        Duration deadline = retry.deadline();
        check(deadline == null || !deadline.isNegative(), name + ".deadline", deadline, "not negative");
        boolean ignoreExpire = orElse(retry.ignoreExpire(), base.ignoreExpire());
        return new RetryPolicy(maxRetries, delay, multiplier, jitter, maxDelay, deadline, ignoreExpire);
    }

    private static Duration notNegative(String property, @Nullable Duration value, Duration fallback) {
        check(value == null || !value.isNegative(), property, value, "not negative");
        return orElse(value, fallback);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void check(boolean holds, String property, @Nullable Object found, String expected) {
        if (!holds) {
            throw ZkConfigurationException.outOfRange(property, String.valueOf(found), expected);
        }
    }

    private static <T> T orElse(@Nullable T value, T fallback) {
        return Objects.requireNonNullElse(value, fallback);
    }

    private static <T> void apply(String property, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw ZkConfigurationException.refused(property, String.valueOf(e.getMessage()));
        }
    }
}
