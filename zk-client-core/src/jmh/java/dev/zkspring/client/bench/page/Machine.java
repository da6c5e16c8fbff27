package dev.zkspring.client.bench.page;

import com.sun.management.OperatingSystemMXBean;
import io.netty.util.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** Where and with what a run was made. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private static final long GIB = 1L << 30;

    private Machine() {}

    /** A few lines of Markdown. */
    static String describe(boolean quick) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return """
                %s%s. %d processors (%s), %d GiB, %s %s. Java %s (%s). Netty %s. Client and servers share the machine.
                """.formatted(
                        quick ? "**A quick run: these figures mean nothing.** " : "",
                        LocalDate.now(ZoneOffset.UTC),
                        system.getAvailableProcessors(),
                        processor(),
                        Math.round((double) system.getTotalMemorySize() / GIB),
                        system.getName(),
                        system.getVersion(),
                        Runtime.version(),
                        System.getProperty("java.vm.name"),
                        Version.identify().get("netty-common").artifactVersion());
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
