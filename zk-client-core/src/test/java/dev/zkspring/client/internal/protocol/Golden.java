package dev.zkspring.client.internal.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages written down byte by byte under {@code src/test/resources/wire}: hex digits, with remarks behind {@code #}. */
public final class Golden {

    public static final int REQUEST_HEADER = 8;

    public static final int REPLY_HEADER = 16;

    private Golden() {}

    public static boolean exists(String name) {
        return Golden.class.getResource(resource(name)) != null;
    }

    /** The names of all messages that end so, for example {@code .response}. */
    public static List<String> names(String end) {
        String fileEnd = end + ".hex";
        try (Stream<Path> files =
                Files.list(Path.of(Golden.class.getResource("/wire").toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(fileEnd))
                    .map(file -> file.substring(0, file.length() - ".hex".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] bytes(String name) {
        return HexFormat.of().parseHex(digits(name));
    }

    /** To be read, without its header. */
    static ByteBuf body(String name, int headerLength) {
        return Unpooled.wrappedBuffer(bytes(name)).skipBytes(headerLength);
    }

    private static String digits(String name) {
        try (InputStream in = Golden.class.getResourceAsStream(resource(name))) {
            if (in == null) {
                throw new AssertionError("no file src/test/resources" + resource(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        return "/wire/" + name + ".hex";
    }
}
