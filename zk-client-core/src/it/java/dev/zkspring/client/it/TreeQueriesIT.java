package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Children;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.WatchEvent;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client can ask for beyond single nodes, below a chroot. */
class TreeQueriesIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client(settings -> settings.chroot(root));
    }

    @Test
    void ephemeralNodesAreThoseOfThisSession() {
        zk.peer().createEphemeral(root + "/of-another");
        client.create("/a", null, CreateMode.EPHEMERAL);
        client.create("/ab", null, CreateMode.EPHEMERAL);
        client.ensurePath("/b");
        client.create("/b/c", null, CreateMode.EPHEMERAL);
        assertThat(client.getEphemerals()).containsExactlyInAnyOrder("/a", "/ab", "/b/c");
        assertThat(client.getEphemerals("/a")).containsExactlyInAnyOrder("/a", "/ab");
        assertThat(client.getEphemerals("/b/")).containsExactly("/b/c");
        assertThat(client.async().getEphemerals("/x").join()).isEmpty();
        assertThat(client.async().getEphemerals().join()).hasSize(3);
        assertThatIllegalArgumentException().isThrownBy(() -> client.getEphemerals("a"));
    }

    @Test
    void descendantsAreCountedBelowTheChroot() {
        client.ensurePath("/a/b");
        assertThat(client.countDescendants("/")).isEqualTo(2);
        assertThat(client.async().countDescendants("/a").join()).isEqualTo(1);
    }

    @Test
    void identitiesAreToldByAFutureToo() {
        assertThat(client.async().whoAmI().join()).isEqualTo(client.whoAmI());
    }

    @Test
    void childrenWithStatCanBeWatched() {
        client.ensurePath("/p/c");
        EventRecorder events = new EventRecorder();
        Children children = client.getChildrenAndStat("/p", events);
        assertThat(children)
                .isEqualTo(new Children(List.of("c"), client.get("/p").stat()));
        client.create("/p/d", null);
        events.awaitTypes(WatchEvent.Type.NODE_CHILDREN_CHANGED);
        assertThat(events.last().path()).isEqualTo("/p");
        assertThat(client.async().getChildrenAndStat("/p").join().stat().numChildren())
                .isEqualTo(2);
    }
}
