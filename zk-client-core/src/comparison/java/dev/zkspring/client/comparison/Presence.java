package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;

/** Keeps one ephemeral node for the present session, named by the client and the session. */
final class Presence implements Task {

    private final String parent;

    private final int index;

    private final ClientUnderTest client;

    private final Calls calls;

    private boolean busy;

    private long registered;

    Presence(String parent, int index, ClientUnderTest client, Calls calls) {
        this.parent = parent;
        this.index = index;
        this.client = client;
        this.calls = calls;
    }

    /** The client whose node has this name. */
    static int client(String name) {
        return Integer.parseInt(name.substring(0, name.indexOf('-')));
    }

    @Override
    public void step() {
        long session = client.session();
        if (busy || session == 0 || session == registered) {
            return;
        }
        busy = true;
        String path = parent + "/" + index + "-" + Long.toHexString(session);
        calls.make(peer -> peer.create(path, "", true), (reply, inSession) -> created(session, reply));
    }

    /** {@link Census} judges the nodes. */
    @Override
    public void judge(Truth truth, Score score) {}

    private void created(long session, Reply reply) {
        busy = false;
        if (reply.result() == Result.OK || reply.result() == Result.NODE_EXISTS) {
            registered = session;
        }
    }
}
