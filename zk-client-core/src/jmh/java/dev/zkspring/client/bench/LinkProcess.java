package dev.zkspring.client.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The process behind a {@link RemoteLink}. Argument: the kind of link. */
final class LinkProcess {

    private final LinkKind kind;

    private @Nullable Link link;

    private LinkProcess(LinkKind kind) {
        this.kind = kind;
    }

    public static void main(String[] args) throws Exception {
        Logs.quiet();
        LinkProcess process = new LinkProcess(LinkKind.valueOf(args[0]));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(process.answer(line.split(" ", -1)));
        }
    }

    private String answer(String[] words) throws Exception {
        if (words[0].equals("connect")) {
            link = kind.open(words[1]);
            link.get();
            return "done";
        }
        if (link == null) {
            throw new IllegalStateException(words[0] + " before connect");
        }
        switch (words[0]) {
            case "get" -> link.get();
            case "session" -> {
                return Long.toString(link.session());
            }
            case "disconnect" -> link.close();
            default -> throw new IllegalArgumentException("command " + words[0]);
        }
        return "done";
    }
}
