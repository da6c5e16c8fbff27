package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.CuttingProxy;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The process behind {@link OtherSide}: reads commands, a line each, and answers each with a line. Ends with its parent. */
final class OtherSideProcess {

    private static final int WINDOW = 512;

    private final ZkClient client;

    private final CuttingProxy proxy;

    private OtherSideProcess(ZkClient client, CuttingProxy proxy) {
        this.client = client;
        this.proxy = proxy;
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ZkClient client = ZkClient.builder().hosts("127.0.0.1:" + port).build();
                CuttingProxy proxy = new CuttingProxy(port)) {
            client.start();
            OtherSideProcess side = new OtherSideProcess(client, proxy);
            out.println(proxy.address());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                side.execute(line.split(" ", -1));
                out.println("done");
            }
        }
    }

    private void execute(String[] words) {
        switch (words[0]) {
            case "create" -> create(Integer.parseInt(words[1]));
            case "change" ->
                change(
                        Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]),
                        Integer.parseInt(words[4]));
            case "stall" -> proxy.stall(CuttingProxy.Direction.values());
            case "cut" -> {
                proxy.cut();
                proxy.heal();
            }
            default -> throw new IllegalArgumentException("command " + words[0]);
        }
    }

    private void create(int nodes) {
        client.create(WatchedNode.ROOT, new byte[0]);
        Window window = new Window(WINDOW);
        for (int i = 0; i < nodes; i++) {
            window.enter();
            leave(client.async().create(WatchedNode.path(i), WatchedNode.data(i, 0)), window);
        }
        window.drain();
    }

    private void change(int first, int step, int count, int generation) {
        Window window = new Window(WINDOW);
        for (int i = first; i < first + step * count; i += step) {
            window.enter();
            leave(client.async().set(WatchedNode.path(i), WatchedNode.data(i, generation)), window);
        }
        window.drain();
    }

    private static void leave(CompletableFuture<?> answer, Window window) {
        answer.whenComplete((value, error) -> window.leave(error == null));
    }
}
