package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.error.NoNodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deletion of whole trees. */
class RecursiveDeleteIT {

    private static final int CREATORS = 3;

    private static final int NODES_PER_CREATOR = 300;

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    @Test
    void deletesEverythingBelowAndTheNodeItself() {
        for (int i = 0; i < 5; i++) {
            client.ensurePath(root + "/top/a" + i + "/b/c");
        }
        client.ensurePath(root + "/other");
        client.deleteRecursive(root + "/top");
        assertThat(zk.peer().children(root)).containsExactly("other");
    }

    @Test
    void deletesABroadTreeWhateverTheLimitOfRequestsInFlight() {
        ZkClient narrow = zk.client(settings -> settings.maxInFlight(2));
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 20; j++) {
                narrow.create(CreateRequest.of(root + "/broad/a" + i + "/b" + j)
                        .createParents()
                        .build());
            }
        }
        CompletableFuture<?>[] competing = new CompletableFuture<?>[4];
        for (int i = 0; i < competing.length; i++) {
            competing[i] = CompletableFuture.runAsync(() -> narrow.deleteRecursive(root + "/broad"));
        }
        assertThat(CompletableFuture.allOf(competing)).succeedsWithin(Duration.ofSeconds(30));
        assertThat(zk.peer().children(root)).isEmpty();
    }

    @Test
    void acceptsAMissingNode() {
        client.deleteRecursive(root + "/missing");
        assertThat(zk.peer().children(root)).isEmpty();
    }

    @Test
    void deletesAWideNode() {
        List<CompletableFuture<String>> created = new ArrayList<>();
        client.ensurePath(root + "/wide");
        for (int i = 0; i < 5_000; i++) {
            created.add(client.async().create(root + "/wide/child" + i, null));
        }
        created.forEach(CompletableFuture::join);
        client.deleteRecursive(root + "/wide");
        assertThat(zk.peer().children(root)).isEmpty();
    }

    @Test
    void deletesADeepNode() {
        String deep = root + "/deep" + "/d".repeat(200);
        client.ensurePath(deep);
        client.deleteRecursive(root + "/deep");
        assertThat(zk.peer().children(root)).isEmpty();
    }

    @Test
    void winsAgainstThoseWhoCreateMeanwhile() {
        client.ensurePath(root + "/busy/below");
        CountDownLatch begun = new CountDownLatch(CREATORS);
        List<CompletableFuture<Void>> creators = new ArrayList<>();
        for (int i = 0; i < CREATORS; i++) {
            ZkClient creator = zk.client();
            String prefix = root + "/busy/below/c" + i + "-";
            creators.add(CompletableFuture.runAsync(() -> createMany(creator, prefix, begun)));
        }
        await(begun);
        client.deleteRecursive(root + "/busy");
        assertThat(zk.peer().children(root)).isEmpty();
        creators.forEach(CompletableFuture::join);
        assertThat(zk.peer().children(root)).isEmpty();
    }

    @Test
    void isAnsweredByAFutureToo() {
        client.ensurePath(root + "/a/b");
        client.async().deleteRecursive(root + "/a").join();
        assertThat(zk.peer().children(root)).isEmpty();
    }

    private static void createMany(ZkClient creator, String prefix, CountDownLatch begun) {
        for (int i = 0; i < NODES_PER_CREATOR; i++) {
            try {
                creator.create(prefix + i, null);
            } catch (NoNodeException e) {
                // The parent is deleted already, which is what the other side is after.
            }
            begun.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        org.awaitility.Awaitility.await().until(() -> latch.getCount() == 0);
    }
}
