package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.NotReadOnlyException;
import dev.zkspring.client.error.SessionExpiredException;
import java.time.Duration;
import java.util.List;

/** What a session can do. */
final class SessionFeatures {

    static final List<Feature> ALL = List.of(
            Feature.of("the session survives a reconnect, with its ephemeral nodes", SessionFeatures::reconnect),
            Feature.of("an expired session is followed by a new one", SessionFeatures::expiry),
            Feature.of("detach, and another client goes on with the session", SessionFeatures::detach),
            Feature.of("setHosts, and the session goes on elsewhere", SessionFeatures::setHosts),
            Feature.of("chroot", SessionFeatures::chroot),
            Feature.of("withChroot", SessionFeatures::withChroot),
            Feature.of("withSession", SessionFeatures::withSession),
            Feature.of("read-only sessions, replaced when the quorum is back", SessionFeatures::readOnly));

    private SessionFeatures() {}

    private static void reconnect(Trial t) {
        CuttingProxy proxy = t.proxy();
        ZkClient client = t.client(proxy.address(), settings -> settings);
        SessionId session = client.sessionId();
        client.create(t.path("ephemeral"), null, CreateMode.EPHEMERAL);
        proxy.cut();
        await().until(() -> proxy.accepted() > 1 && client.isConnected());
        assertThat(client.sessionId()).isEqualTo(session);
        assertThat(client.exists(t.path("ephemeral")).ephemeralOwner()).isEqualTo(session.id());
    }

    private static void expiry(Trial t) {
        CuttingProxy proxy = t.proxy();
        ZkClient client = t.client(proxy.address(), settings -> settings);
        SessionId session = client.sessionId();
        proxy.refuse();
        SessionEnd.force(t.server().port(), session);
        proxy.heal();
        await().until(() -> client.isConnected() && !session.equals(client.sessionId()));
        client.create(t.path("ephemeral"), null, CreateMode.EPHEMERAL);
    }

    private static void detach(Trial t) {
        ZkClient client = t.client(t.server().address(), settings -> settings);
        client.create(t.path("ephemeral"), null, CreateMode.EPHEMERAL);
        SessionId session = client.detach();
        ZkClient next = t.client(t.server().address(), settings -> settings.sessionId(session));
        assertThat(next.sessionId().id()).isEqualTo(session.id());
        assertThat(next.exists(t.path("ephemeral")).ephemeralOwner()).isEqualTo(session.id());
    }

    private static void setHosts(Trial t) {
        CuttingProxy next = t.proxy();
        ZkClient client = t.client(t.proxy().address(), settings -> settings);
        SessionId session = client.sessionId();
        client.setHosts(next.address());
        await().until(() -> client.isConnected() && client.server().port() == next.port());
        assertThat(client.sessionId()).isEqualTo(session);
    }

    private static void chroot(Trial t) {
        String hosts = t.server().address() + t.node("chroot");
        ZkClient client = t.client(hosts, settings -> settings);
        assertThat(client.create("/n-", null, CreateMode.PERSISTENT_SEQUENTIAL)).isEqualTo("/n-0000000000");
        assertThat(t.client().getChildren(t.path("chroot"))).containsExactly("n-0000000000");
    }

    private static void withChroot(Trial t) {
        ZkClient view = t.client().withChroot(t.path("view"));
        assertThat(view.ensurePath("/a")).isTrue();
        assertThat(t.client().getChildren(t.path("view"))).containsExactly("a");
    }

    private static void withSession(Trial t) {
        ZkClient client = t.client(t.server().address(), settings -> settings);
        ZkClient view = client.withSession(client.sessionId());
        view.create(t.path("held"), null, CreateMode.EPHEMERAL);
        client.restart();
        assertThatThrownBy(() -> view.exists(t.path("held"))).isInstanceOf(SessionExpiredException.class);
    }

    private static void readOnly(Trial t) {
        ZkEnsemble ensemble = t.closeLater(ZkEnsemble.of("matrix", 3, member -> readOnlyMember(member, t)));
        ensemble.start();
        ensemble.server(1).kill();
        ensemble.server(2).kill();
        await().until(() -> ensemble.server(0).command("isro").equals("ro"));
        ZkClient client = t.client(
                ensemble.hosts(),
                settings -> settings.readOnly(true)
                        .startTimeout(Duration.ofSeconds(30))
                        .sessionTimeout(Duration.ofSeconds(20)));
        assertThat(client.clientState()).isEqualTo(ClientState.CONNECTED_RO);
        assertThat(client.getChildren("/")).contains("zookeeper");
        assertThatThrownBy(() -> client.create("/written", null)).isInstanceOf(NotReadOnlyException.class);
        ensemble.start();
        await().until(() -> client.clientState() == ClientState.CONNECTED);
        client.create("/written", null);
    }

    /** Since 3.5 a server without its quorum opens no session but a local one. */
    private static ZkServerBuilder readOnlyMember(ZkServerBuilder member, Trial t) {
        return member.version(t.server().version())
                .readOnlyMode(true)
                .setting("localSessionsEnabled", "true")
                .setting("localSessionsUpgradingEnabled", "true");
    }
}
