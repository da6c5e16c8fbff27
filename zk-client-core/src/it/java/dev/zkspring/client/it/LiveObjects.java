package dev.zkspring.client.it;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects of the client, and of the libraries that carry its links, garbage collection leaves, by class. */
final class LiveObjects {

    /** A line of the virtual machine's histogram: number, instances, bytes, class. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

    private static final Pattern COUNTED = Pattern.compile("(dev\\.zkspring\\.(?!client\\.(it|faults)\\.)"
            + "|io\\.netty\\.(buffer|channel|handler|resolver)\\.|io\\.netty\\.util\\.(concurrent\\.|Hashed)"
            + "|java\\.util\\.concurrent\\.CompletableFuture|sun\\.nio\\.ch\\.S|sun\\.security\\.ssl\\.).*");

    private LiveObjects() {}

    /** Collects garbage and counts. */
    static Map<String, Long> now() {
        Map<String, Long> counts = new TreeMap<>();
        histogram().lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            if (COUNTED.matcher(line.group(2)).matches()) {
                counts.put(line.group(2), Long.parseLong(line.group(1)));
            }
        });
        return counts;
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("the virtual machine does not count its objects", e);
        }
    }
}
