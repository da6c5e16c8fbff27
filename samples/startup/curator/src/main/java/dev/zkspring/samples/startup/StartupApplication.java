package dev.zkspring.samples.startup;

import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The smallest application with Curator: it is started when the client is connected. */
@SpringBootApplication(proxyBeanMethods = false)
public class StartupApplication {

    private static final int START_TIMEOUT_SECONDS = 15;

    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    public static void main(String[] args) {
        SpringApplication.run(StartupApplication.class, args);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    CuratorFramework curator(@Value("${zk.hosts}") String hosts) {
        return CuratorFrameworkFactory.builder()
                .connectString(hosts)
                .sessionTimeoutMs(SESSION_TIMEOUT_MILLIS)
                .retryPolicy(new ExponentialBackoffRetry(100, 10))
                .build();
    }

    /** Made after the client was started, as the starter waits too. */
    @Bean
    Object connection(CuratorFramework curator) throws InterruptedException {
        if (!curator.blockUntilConnected(START_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no connection within " + START_TIMEOUT_SECONDS + " s");
        }
        return curator.getState();
    }
}
