package dev.zkspring.client.internal.transport;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.ServerAddress;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HostResolverTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMillis(500);

    private final EventExecutor executor = new DefaultEventExecutor();

    private final Names names = new Names();

    private HostResolver resolver = new HostResolver("orders", names, LONG);

    @AfterEach
    void end() {
        names.gates.values().forEach(CountDownLatch::countDown);
        resolver.close();
        executor.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Nested
    class Results {

        @Test
        void keepTheOrderOfTheServersAndOfTheResolver() throws Exception {
            names.put("zk1", "10.0.0.12", "10.0.0.11");
            names.put("zk2", "10.0.0.2");
            CountDownLatch gate = names.hang("zk1");
            CompletableFuture<Result> result = resolve("zk1", "zk2");
            await().until(() -> names.answered.contains("zk2"));
            gate.countDown();

            assertThat(texts(result)).containsExactly("zk1:2181/10.0.0.12", "zk1:2181/10.0.0.11", "zk2:2181/10.0.0.2");
            assertThat(result.get().failures()).isEmpty();
        }

        @Test
        void holdEachAddressOnce() throws Exception {
            names.put("zk1", "10.0.0.1", "10.0.0.1");
            names.put("alias", "10.0.0.1", "10.0.0.2");

            assertThat(texts(resolve("zk1", "alias", "zk1")))
                    .containsExactly("zk1:2181/10.0.0.1", "alias:2181/10.0.0.2");
        }

        @Test
        void keepTheSameAddressWithAnotherPort() throws Exception {
            names.put("zk1", "10.0.0.1");
            List<ServerAddress> servers = List.of(new ServerAddress("zk1", 2181), new ServerAddress("zk1", 2182));

            assertThat(texts(resolve(servers))).containsExactly("zk1:2181/10.0.0.1", "zk1:2182/10.0.0.1");
        }

        @Test
        void nameEachServerThatFailedAndWhy() throws Exception {
            names.put("zk1", "10.0.0.1");
            names.put("empty");
            CompletableFuture<Result> result = resolve("unknown", "zk1", "empty");

            assertThat(texts(result)).containsExactly("zk1:2181/10.0.0.1");
            assertThat(reasons(result))
                    .containsExactly(entry("unknown:2181", "unknown host"), entry("empty:2181", "unknown host"));
        }

        @Test
        void areEmptyWithoutServers() throws Exception {
            CompletableFuture<Result> result = resolve();

            assertThat(texts(result)).isEmpty();
            assertThat(result.get().failures()).isEmpty();
        }

        @Test
        void comeFromTheOperatingSystemUnlessToldOtherwise() throws Exception {
            resolver = new HostResolver("orders");

            assertThat(texts(resolve("127.0.0.1", "::1"))).containsExactly("127.0.0.1:2181", "[::1]:2181");
        }
    }

    @Nested
    class Threads {

        @Test
        void areTheResolversOwnForLookupsAndTheCallersForTheResult() throws Exception {
            names.put("zk1", "10.0.0.1");
            Result result = resolve("zk1").get(10, TimeUnit.SECONDS);

            assertThat(result.onExecutor()).isTrue();
            assertThat(names.threads).singleElement().satisfies(thread -> {
                assertThat(thread.getName()).startsWith("orders-dns-");
                assertThat(thread.isDaemon()).isTrue();
            });
        }

        @Test
        void lookUpFourNamesAtATime() throws Exception {
            String[] hosts = IntStream.range(0, 6).mapToObj(i -> "zk" + i).toArray(String[]::new);
            for (String host : hosts) {
                names.put(host, "10.0.0." + host.substring(2));
                names.hang(host);
            }
            CompletableFuture<Result> result = resolve(hosts);
            await().until(() -> names.asked.size() == HostResolver.PARALLEL_LOOKUPS);
            names.gates.get("zk2").countDown();
            await().until(() -> names.asked.size() == HostResolver.PARALLEL_LOOKUPS + 1);
            names.gates.values().forEach(CountDownLatch::countDown);

            assertThat(texts(result)).hasSize(6);
            assertThat(names.asked).endsWith("zk5");
        }
    }

    @Nested
    class SlowNames {

        @Test
        void countAsFailedAndHoldNobodyUp() throws Exception {
            resolver = new HostResolver("orders", names, SHORT);
            names.put("zk1", "10.0.0.1");
            names.hang("slow");
            CompletableFuture<Result> result = resolve("slow", "zk1");

            assertThat(texts(result)).containsExactly("zk1:2181/10.0.0.1");
            assertThat(reasons(result)).containsExactly(entry("slow:2181", "name lookup took longer than 500 ms"));
        }

        @Test
        void leaveRoomForTheNamesBehindThem() throws Exception {
            resolver = new HostResolver("orders", names, SHORT);
            names.put("zk1", "10.0.0.1");
            List.of("a", "b", "c", "d").forEach(names::hang);
            CompletableFuture<Result> result = resolve("a", "b", "c", "d", "zk1");

            assertThat(texts(result)).containsExactly("zk1:2181/10.0.0.1");
            assertThat(result.get().failures()).hasSize(4);
        }

        @Test
        void areNotAskedAgainWhileTheFirstLookupStillRuns() throws Exception {
            resolver = new HostResolver("orders", names, SHORT);
            names.put("slow", "10.0.0.1");
            CountDownLatch gate = names.hang("slow");
            assertThat(texts(resolve("slow"))).isEmpty();
            assertThat(texts(resolve("slow"))).isEmpty();
            assertThat(names.asked).containsExactly("slow");

            gate.countDown();
            await().untilAsserted(() -> assertThat(texts(resolve("slow"))).containsExactly("slow:2181/10.0.0.1"));
        }
    }

    @Test
    void errorsAreFailuresAndTheNameIsAskedAgain() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        resolver = new HostResolver(
                "orders",
                host -> {
                    lookups.incrementAndGet();
                    throw new NoClassDefFoundError("x");
                },
                LONG);
        assertThat(reasons(resolve("zk1"))).containsExactly(entry("zk1:2181", "NoClassDefFoundError: x"));
        assertThat(reasons(resolve("zk1"))).hasSize(1);

        assertThat(lookups).hasValue(2);
    }

    @Test
    void nameForWhichThereWasNoThreadIsAskedAgain() throws Exception {
        AtomicInteger wanted = new AtomicInteger();
        resolver = new HostResolver(names, LONG, task -> {
            if (wanted.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        });
        names.put("zk1", "10.0.0.1");
        assertThat(reasons(resolve("zk1"))).hasSize(1);

        assertThat(texts(resolve("zk1"))).containsExactly("zk1:2181/10.0.0.1");
    }

    @Test
    void eachCallAsksAnew() throws Exception {
        names.put("zk1", "10.0.0.1");
        assertThat(texts(resolve("zk1"))).containsExactly("zk1:2181/10.0.0.1");
        names.put("zk1", "10.0.0.99");

        assertThat(texts(resolve("zk1"))).containsExactly("zk1:2181/10.0.0.99");
    }

    @Test
    void aClosedResolverCallsNobodyBack() throws Exception {
        names.put("zk1", "10.0.0.1");
        CountDownLatch gate = names.hang("zk1");
        CompletableFuture<Result> before = resolve("zk1");
        await().until(() -> names.asked.contains("zk1"));
        resolver.close();
        gate.countDown();
        await().until(() -> names.threads.stream().noneMatch(Thread::isAlive));
        CompletableFuture<Result> after = resolve("zk1");
        executor.submit(() -> {}).get(10, TimeUnit.SECONDS);

        assertThat(before).isNotDone();
        assertThat(after).isNotDone();
    }

    private CompletableFuture<Result> resolve(String... hosts) {
        return resolve(
                Stream.of(hosts).map(host -> new ServerAddress(host, 2181)).toList());
    }

    private CompletableFuture<Result> resolve(List<ServerAddress> servers) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        resolver.resolve(
                servers,
                executor,
                (found, failures) -> result.complete(new Result(found, failures, executor.inEventLoop())));
        return result;
    }

    private static List<String> texts(CompletableFuture<Result> result) throws Exception {
        return result.get(10, TimeUnit.SECONDS).endpoints().stream()
                .map(Endpoint::toString)
                .toList();
    }

    private static List<Map.Entry<String, String>> reasons(CompletableFuture<Result> result) throws Exception {
        return result.get(10, TimeUnit.SECONDS).failures().entrySet().stream()
                .map(failure -> entry(failure.getKey().toString(), FailureReason.of(failure.getValue())))
                .toList();
    }

    private record Result(List<Endpoint> endpoints, Map<ServerAddress, Throwable> failures, boolean onExecutor) {}

    /** A name server under control. */
    private static final class Names implements HostResolver.Lookup {

        final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

        final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

        final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();

        final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();

        private final Map<String, List<String>> entries = new ConcurrentHashMap<>();

        void put(String host, String... addresses) {
            entries.put(host, List.of(addresses));
        }

        CountDownLatch hang(String host) {
            return gates.computeIfAbsent(host, name -> new CountDownLatch(1));
        }

        @Override
        public InetAddress[] addressesOf(String host) throws UnknownHostException {
            threads.add(Thread.currentThread());
            asked.add(host);
            waitFor(gates.getOrDefault(host, new CountDownLatch(0)));
            List<String> found = entries.get(host);
            if (found == null) {
                throw new UnknownHostException(host);
            }
            InetAddress[] addresses = new InetAddress[found.size()];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = InetAddress.getByName(found.get(i));
            }
            answered.add(host);
            return addresses;
        }

        private static void waitFor(CountDownLatch gate) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
