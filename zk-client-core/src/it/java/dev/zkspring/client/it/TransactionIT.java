package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkTransaction;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.RequestTooLargeException;
import dev.zkspring.client.error.TransactionFailedException;
import dev.zkspring.client.error.TransactionFailedException.Fate;
import dev.zkspring.client.error.TransactionFailedException.Step;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several checks and changes, all of them or none. */
class TransactionIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Nested
    class Committed {

        @Test
        void answersEachOperationInOrder() {
            client.create(root + "/old", null);
            List<TransactionResult> results = client.transaction()
                    .check(root, 0)
                    .create(root + "/a", bytes("1"))
                    .create(root + "/s-", null, CreateMode.EPHEMERAL_SEQUENTIAL)
                    .create(CreateRequest.of(root + "/c")
                            .mode(CreateMode.CONTAINER)
                            .build())
                    .set(root, bytes("2"), 0)
                    .set(root + "/a", bytes("3"))
                    .delete(root + "/old", 0)
                    .commit();
            Stat top = Objects.requireNonNull(client.exists(root));
            assertThat(results).hasSize(7);
            assertThat(results.get(0)).isEqualTo(new TransactionResult.Checked(root));
            assertThat(results.get(1)).isInstanceOfSatisfying(TransactionResult.Created.class, created -> {
                assertThat(created.path()).isEqualTo(root + "/a");
                assertThat(Objects.requireNonNull(created.stat()).czxid()).isEqualTo(top.mzxid());
            });
            assertThat(results.get(2).path()).isEqualTo(root + "/s-0000000002");
            assertThat(results.get(3))
                    .isInstanceOfSatisfying(
                            TransactionResult.Created.class,
                            created -> assertThat(created.stat()).isEqualTo(client.exists(root + "/c")));
            assertThat(results.get(4))
                    .isInstanceOfSatisfying(
                            TransactionResult.Changed.class,
                            changed -> assertThat(changed.stat().version()).isEqualTo(1));
            assertThat(results.get(5))
                    .isEqualTo(new TransactionResult.Changed(
                            root + "/a", Objects.requireNonNull(client.exists(root + "/a"))));
            assertThat(results.get(6)).isEqualTo(new TransactionResult.Deleted(root + "/old"));
            assertThat(zk.peer().text(root + "/a")).isEqualTo("3");
        }

        @Test
        void seesWhatEarlierOperationsOfItsOwnDid() {
            client.transaction()
                    .create(root + "/p", null)
                    .create(root + "/p/c", null)
                    .delete(root + "/p/c")
                    .commit();
            assertThat(zk.peer().children(root + "/p")).isEmpty();
        }

        @Test
        void isOneTransactionOfTheServer() {
            client.transaction()
                    .create(root + "/a", null)
                    .create(root + "/b", null)
                    .commit();
            assertThat(Objects.requireNonNull(client.exists(root + "/a")).czxid())
                    .isEqualTo(
                            Objects.requireNonNull(client.exists(root + "/b")).czxid());
        }

        @Test
        void isAnsweredByAFutureToo() {
            assertThat(client.async()
                            .transaction()
                            .create(root + "/a", null)
                            .commitAsync()
                            .join())
                    .extracting(TransactionResult::path)
                    .containsExactly(root + "/a");
        }

        @Test
        void namesNodesWithoutTheChroot() {
            ZkClient below = zk.client(settings -> settings.chroot(root));
            assertThat(below.transaction()
                            .create("/a", null)
                            .create("/s-", null, CreateMode.PERSISTENT_SEQUENTIAL)
                            .set("/", bytes("x"))
                            .check("/a", 0)
                            .commit())
                    .extracting(TransactionResult::path)
                    .containsExactly("/a", "/s-0000000001", "/", "/a");
            assertThat(zk.peer().children(root)).containsExactly("a", "s-0000000001");
        }
    }

    @Nested
    class Refused {

        @Test
        void doesNothingAndTellsWhatBecameOfEachOperation() {
            TransactionFailedException failure = catchThrowableOfType(
                    TransactionFailedException.class,
                    () -> client.transaction()
                            .create(root + "/a", null)
                            .check(root, 7)
                            .delete(root)
                            .commit());
            assertThat(failure.code()).isEqualTo(ErrorCode.BAD_VERSION);
            assertThat(failure.index()).isEqualTo(1);
            assertThat(failure.path()).isEqualTo(root);
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(failure.steps())
                    .containsExactly(
                            new Step("create2", root + "/a", Fate.ROLLED_BACK, 0),
                            new Step("check", root, Fate.FAILED, -103),
                            new Step("delete", root, Fate.NOT_TRIED, -2));
            assertThat(failure.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().startsWith(TransactionIT.class.getName()));
            assertThat(zk.peer().children(root)).isEmpty();
        }

        @Test
        void completesAFutureWithTheSameClass() {
            CompletableFuture<?> commit =
                    client.transaction().delete(root + "/missing").commitAsync();
            assertThatThrownBy(commit::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(TransactionFailedException.class);
        }

        @Test
        void namesNodesWithoutTheChroot() {
            ZkClient below = zk.client(settings -> settings.chroot(root));
            TransactionFailedException failure = catchThrowableOfType(
                    TransactionFailedException.class,
                    () -> below.transaction().delete("/missing").commit());
            assertThat(failure.path()).isEqualTo("/missing");
            assertThat(failure).hasMessageNotContaining(root);
        }

        @Test
        void mayBeCommittedAgain() {
            ZkTransaction transaction = client.transaction().create(root + "/p/a", null);
            assertThatThrownBy(transaction::commit).isInstanceOf(TransactionFailedException.class);
            client.create(root + "/p", null);
            assertThat(transaction.commit()).hasSize(1);
            assertThat(transaction).asString().contains("create2 " + root + "/p/a");
        }

        @Test
        void leavesTheClientAsItWas() {
            assertThatThrownBy(() -> client.transaction().delete(root + "/x").commit())
                    .isInstanceOf(TransactionFailedException.class);
            assertThat(client.get(root)).isNotNull();
        }
    }

    @Nested
    class NotSent {

        @Test
        void whenItIsEmpty() {
            ZkClient unstarted = zk.unstarted(zk.server().address(), settings -> settings);
            assertThat(unstarted.transaction().commit()).isEmpty();
        }

        @Test
        void whenItIsTooLarge() {
            ZkTransaction large = client.transaction();
            for (int i = 0; i < 11; i++) {
                large.create(root + "/n" + i, new byte[100_000]);
            }
            assertThatThrownBy(large::commit).isInstanceOf(RequestTooLargeException.class);
            assertThat(client.getChildren(root)).as("the link lives on").isEmpty();
        }

        @Test
        void whenACreateTakesRequestsOfItsOwn() {
            ZkTransaction transaction = client.transaction();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> transaction.create(
                            CreateRequest.of("/a/b").createParents().build()))
                    .withMessageContainingAll("/a/b", "createParents", "ensurePath");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> transaction.create(
                            CreateRequest.of("/a").protectedName().build()))
                    .withMessageContainingAll("/a", "protectedName");
        }

        @Test
        void whenAPathIsInvalid() {
            ZkTransaction transaction = client.transaction();
            assertThatIllegalArgumentException().isThrownBy(() -> transaction.create("a", null));
            assertThatIllegalArgumentException().isThrownBy(() -> transaction.set("a", null));
            assertThatIllegalArgumentException().isThrownBy(() -> transaction.delete("a"));
            assertThatIllegalArgumentException().isThrownBy(() -> transaction.check("a", 0));
            assertThat(transaction.commit()).isEmpty();
        }
    }

    @Nested
    class WithoutAnswer {

        @Test
        void isDoneAsAWholeOrNotAtAll() {
            ZkClient proxied = zk.proxiedClient(settings -> settings);
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<?> commit = proxied.transaction()
                    .create(root + "/a", null)
                    .create(root + "/b", null)
                    .commitAsync();
            await().until(() -> zk.peer().children(root).size() == 2);
            zk.proxy().cut();
            zk.proxy().heal();
            assertThatThrownBy(commit::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            ConnectionLossException.class,
                            error -> assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN));
        }
    }
}
