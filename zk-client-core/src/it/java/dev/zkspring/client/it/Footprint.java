package dev.zkspring.client.it;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds. The threads of {@link CuttingProxy}s are left out: they come and go with each link.
 *
 * @param heap bytes that a garbage collection leaves
 * @param directMemory bytes in live buffers outside of the heap
 * @param files open files and sockets; 0 where the system does not tell
 */
public record Footprint(long heap, long directMemory, int threads, int files) {

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    /** Collects garbage and looks. */
    public static Footprint now() {
        System.gc();
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                directMemoryNow(),
                threadsNow(),
                filesNow());
    }

    private static long directMemoryNow() {
        long pooled = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
        return pooled + UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private static int threadsNow() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith(CuttingProxy.THREADS))
                .count();
    }

    private static int filesNow() {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
