package dev.zkspring.client.bench.page;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a run was made on. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private static final long GIB = 1L << 30;

    private Machine() {}

    /** Processors, memory and system, in half a sentence. */
    static String describe() throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "%d processors (%s), %d GiB, %s %s"
                .formatted(
                        system.getAvailableProcessors(),
                        processor(),
                        Math.round((double) system.getTotalMemorySize() / GIB),
                        system.getName(),
                        system.getVersion());
    }

    private static String processor() throws IOException {
        if (!Files.exists(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
