package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Command;
import dev.zkspring.client.bench.Python;
import io.netty.util.Version;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** When, of what, where and with what a run was made; a few lines of Markdown. */
final class Run {

    private Run() {}

    static String describe(boolean quick) throws IOException {
        return """
                %s%s. %s. Java %s (%s). All on Netty %s; JMH %s, %s. Client and servers share the machine.
                """.formatted(
                        warning(quick),
                        dateAndCommit(),
                        Machine.describe(),
                        Runtime.version(),
                        System.getProperty("java.vm.name"),
                        netty(),
                        org.openjdk.jmh.util.Version.getPlainVersion(),
                        Python.kazooVersion().map(version -> "kazoo " + version).orElse("no kazoo"));
    }

    static String describeEpoll(boolean quick) {
        return """

                The table on epoll: %s%s, on Netty %s.
                """.formatted(warning(quick), dateAndCommit(), netty());
    }

    private static String warning(boolean quick) {
        return quick ? "**A quick run: these figures mean nothing.** " : "";
    }

    private static String dateAndCommit() {
        String commit = Command.output("git", "rev-parse", "--short", "HEAD")
                .map(hash -> ", commit " + hash)
                .orElse("");
        return LocalDate.now(ZoneOffset.UTC) + commit;
    }

    private static String netty() {
        return Version.identify().get("netty-common").artifactVersion();
    }
}
