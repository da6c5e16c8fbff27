package dev.zkspring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers as the properties name them. */
final class PropertiesZkConnectionDetails implements ZkConnectionDetails {

    private final ZkProperties properties;

    PropertiesZkConnectionDetails(ZkProperties properties) {
        this.properties = properties;
    }

    @Override
    public List<String> getHosts() {
        return properties.hosts();
    }

    @Override
    public @Nullable String getChroot() {
        return properties.chroot();
    }
}
