package dev.zkspring.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the run when a test dropped a buffer without releasing it. JUnit finds it through {@code META-INF/services},
 * before any buffer exists; the failure comes after the last test and shows where each leaked buffer was touched.
 */
public final class LeakGuard implements BeforeAllCallback, AutoCloseable {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + records));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ExtensionContext.Store wholeRun =
                context.getRoot().getStore(ExtensionContext.Namespace.create(LeakGuard.class));
        wholeRun.computeIfAbsent(LeakGuard.class, key -> this);
    }

    /** Called by JUnit once, when the run ends. */
    @Override
    public void close() {
        collectGarbage();
        // Netty looks for leaked buffers whenever it hands out a new one.
        ByteBufAllocator.DEFAULT.directBuffer().release();
        if (!LEAKS.isEmpty()) {
            throw new AssertionError(LEAKS.size() + " leaked buffer(s), touched here (all of it is in the log):\n"
                    + LEAKS.stream().map(LeakGuard::ourFrames).collect(Collectors.joining("\n")));
        }
    }

    private static String ourFrames(String leak) {
        return leak.lines()
                .filter(line -> !line.startsWith("\t") || line.contains("dev.zkspring"))
                .collect(Collectors.joining("\n"));
    }

    /** Returns when every object that was unreachable at the call has reached its reference queue. */
    private static void collectGarbage() {
        for (int pass = 0; pass < 2; pass++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            Reference<Object> canary = new WeakReference<>(new Object(), queue);
            System.gc();
            try {
                if (queue.remove(10_000) != canary) {
                    throw new AssertionError("no garbage collection in 10 s: leaks cannot be looked for");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
