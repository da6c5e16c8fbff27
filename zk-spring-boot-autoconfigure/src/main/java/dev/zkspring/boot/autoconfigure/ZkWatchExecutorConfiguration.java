package dev.zkspring.boot.autoconfigure;

import dev.zkspring.listener.ZkWatchRegistrar;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that call annotated methods. The client's own are few and do other work: methods that block must not
 * stop them. No candidate for injection, so that Spring Boot's own executor does not back off.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(name = ZkWatchRegistrar.DEFAULT_EXECUTOR)
class ZkWatchExecutorConfiguration {

    private static final String THREAD_NAME_PREFIX = "zk-watch-";

    private static final long IDLE_SECONDS = 30;

    /** As many threads as there are paths in a call or being read; none is left when nothing changes. */
    @Bean(name = ZkWatchRegistrar.DEFAULT_EXECUTOR, defaultCandidate = false, destroyMethod = "shutdown")
    @ConditionalOnThreading(Threading.PLATFORM)
    ThreadPoolExecutor zkWatchExecutor() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(THREAD_NAME_PREFIX);
        threads.setDaemon(true);
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    @Bean(name = ZkWatchRegistrar.DEFAULT_EXECUTOR, defaultCandidate = false)
    @ConditionalOnThreading(Threading.VIRTUAL)
    Executor zkWatchVirtualThreadExecutor() {
        return new VirtualThreadTaskExecutor(THREAD_NAME_PREFIX);
    }
}
