package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One fault of a schedule.
 *
 * @param at when it begins, from the start of the schedule, in whole milliseconds
 * @param lasts how long it lasts, in whole milliseconds; zero for {@link Fault#CUT}
 * @param client the client whose links break, or {@link #ALL}; {@link #ALL} for faults of servers
 * @param server the server, from 0; {@link #ALL} for the links to all servers and where the fault itself says which
 *     server fails; the server that is spared by a loss of the quorum
 * @param amount what the {@link Fault} says, else zero
 */
public record FaultEvent(Duration at, Duration lasts, Fault fault, int client, int server, int amount) {

    /** Every client, or every server. */
    public static final int ALL = -1;

    private static final int WORDS = 6;

    /** When it is over, from the start of the schedule. */
    public Duration end() {
        return at.plus(lasts);
    }

    /** Whether both are faults of links, of which at least one is the same. */
    boolean sharesLinkWith(FaultEvent other) {
        return fault.scope() == Fault.Scope.LINK
                && other.fault.scope() == Fault.Scope.LINK
                && (client == ALL || other.client == ALL || client == other.client)
                && (server == ALL || other.server == ALL || server == other.server);
    }

    /** Whether there is a moment at which both last. */
    boolean overlaps(FaultEvent other) {
        return at.compareTo(other.end()) <= 0 && other.at.compareTo(end()) <= 0;
    }

    /** The line that {@link #parse} reads. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(Long.toString(at.toMillis()));
        words.add("+" + lasts.toMillis());
        words.add(fault.name());
        words.add("client=" + number(client));
        words.add("server=" + number(server));
        words.add("amount=" + amount);
        return String.join(" ", words);
    }

    /** Reads what {@link #toString} wrote. */
    static FaultEvent parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != WORDS) {
            throw new IllegalArgumentException("line of a schedule: '" + line
                    + "' (expected: '<ms> +<ms> <fault> client=<n> server=<n> amount=<n>')");
        }
        return new FaultEvent(
                Duration.ofMillis(Long.parseLong(words[0])),
                Duration.ofMillis(Long.parseLong(words[1].substring(1))),
                Fault.valueOf(words[2]),
                number(words[3], "client="),
                number(words[4], "server="),
                number(words[5], "amount="));
    }

    private static String number(int number) {
        return number == ALL ? "*" : Integer.toString(number);
    }

    private static int number(String word, String name) {
        if (!word.startsWith(name)) {
            throw new IllegalArgumentException("word of a schedule: '" + word + "' (expected: " + name + "<n>)");
        }
        String value = word.substring(name.length());
        return value.equals("*") ? ALL : Integer.parseInt(value);
    }
}
