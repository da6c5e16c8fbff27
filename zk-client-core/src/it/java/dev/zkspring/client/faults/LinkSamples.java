package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.List;

/** How the links of one client were, looked at from time to time. Safe for use by several threads. */
final class LinkSamples {

    private final List<Sample> samples = new ArrayList<>();

    /**
     * One look.
     *
     * @param linksWell whether all links of the client were
     * @param serversWell whether all servers were
     * @param accepted how many links were opened until then
     */
    record Sample(long at, boolean linksWell, boolean serversWell, int accepted) {}

    synchronized void add(Sample sample) {
        samples.add(sample);
    }

    /** Whether every link that a client opened in this time was well, as were the servers. */
    synchronized boolean wereWell(long from, long to) {
        Sample last = null;
        for (Sample each : samples) {
            boolean within = last != null && each.at() - from >= 0 && last.at() - to <= 0;
            if (within && !isWellBetween(last, each)) {
                return false;
            }
            last = each;
        }
        return true;
    }

    private static boolean isWellBetween(Sample one, Sample next) {
        boolean linksWell = one.linksWell() && next.linksWell();
        boolean opened = one.accepted() != next.accepted();
        return one.serversWell() && next.serversWell() && (linksWell || !opened);
    }
}
