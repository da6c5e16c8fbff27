package dev.zkspring.client.bench;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this process holds in memory, in bytes. */
final class Memory {

    /** What a reference handler or a cleaner lets go of at the first collection is gone with a later one. */
    private static final int COLLECTIONS = 4;

    private Memory() {}

    /** The heap in use after full collections. */
    static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Direct memory: Netty's, which goes past the JDK's account, and the JDK's. */
    static long direct() {
        long jdk = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return jdk + Math.max(PlatformDependent.usedDirectMemory(), 0);
    }
}
