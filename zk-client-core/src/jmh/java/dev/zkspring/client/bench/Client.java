package dev.zkspring.client.bench;

/** Whom the figures are of. */
public enum Client {
    OURS("zk-client-core"),
    OURS_UNBATCHED("zk-client-core, no batching"),
    APACHE_NETTY("Apache 3.9.5, Netty socket"),
    APACHE_DEFAULT("Apache 3.9.5, default socket"),
    CURATOR("Curator 5.9.0"),
    KAZOO("kazoo"),
    /** What others do while there is no client to look on. */
    NOBODY("without watches"),
    /** Prepared frames on one Netty channel, whose answers are only counted. */
    FLOOR("floor"),
    /** The same with a future for each call. */
    FLOOR_FUTURES("floor with futures");

    private final String title;

    Client(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
