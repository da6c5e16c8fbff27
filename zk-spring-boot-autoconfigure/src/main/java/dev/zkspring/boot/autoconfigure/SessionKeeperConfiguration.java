package dev.zkspring.boot.autoconfigure;

import dev.zkspring.boot.autoconfigure.ZkProperties.Session;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps the session of the auto-configured client over restarts of the application. */
@Configuration(proxyBeanMethods = false)
class SessionKeeperConfiguration {

    @Bean
    SessionKeeper zkSessionKeeper(ZkProperties properties, ConfigurableApplicationContext context) {
        Session session = properties.session();
        Path store = session.store();
        boolean none = store == null || store.toString().isBlank();
        if (none && session.keepOnShutdown()) {
            throw ZkConfigurationException.refused(
                    "zk.session.keep-on-shutdown",
                    "true without a file to keep the session in (expected: zk.session.store names one)");
        }
        return new SessionKeeper(none ? null : store, session.keepOnShutdown(), context, Clock.systemUTC());
    }
}
