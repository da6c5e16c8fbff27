package dev.zkspring.client.it;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.UnsupportedByServerException;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A line of the table of what works on which server.
 *
 * @param name its first cell
 * @param since the first server that has it; when it works on an older one, the client does it by other means
 * @param probe does it and checks what came of it
 */
record Feature(String name, @Nullable ServerVersion since, Probe probe) {

    /** Something that all servers have. */
    static Feature of(String name, Probe probe) {
        return new Feature(name, null, probe);
    }

    /** Something that servers have since this release line. */
    static Feature since(int major, int minor, String name, Probe probe) {
        return new Feature(name, new ServerVersion(major, minor, 0), probe);
    }

    /** What comes of it on the server of this trial. */
    Support tryOut(Trial trial) throws Exception {
        try {
            probe.run(trial);
            trial.checkThatTheLinkHeld();
            return since == null || trial.version().compareTo(since) >= 0 ? Support.YES : Support.EMULATED;
        } catch (UnsupportedByServerException e) {
            return Support.REFUSED;
        } catch (TestAbortedException e) {
            return Support.NOT_APPLICABLE;
        }
    }

    /** Fails by any exception but these: refused by the client, or an assumption that this server cannot meet. */
    interface Probe {
        void run(Trial trial) throws Exception;
    }
}
