package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any path is refused or valid, and then so is its parent, and the two halves make the whole. */
class ZkPathFuzzTest {

    static Stream<byte[]> paths() {
        return FuzzSeeds.ofTexts("/", "/a", "/a/b.c/...", "/a/../b", "/a//b", "/\u00e4/\u4e2d");
    }

    @MethodSource("paths")
    @FuzzTest
    void pathsAreValidOrRefused(byte[] bytes) {
        // Two bytes a character make characters that UTF-8 would not let through.
        boolean wide = bytes.length > 0 && bytes[0] == 0;
        String path = new String(bytes, wide ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
        try {
            ZkPath.validate(path);
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            return;
        }
        String parent = ZkPath.parent(path);
        assertThat(ZkPath.validate(parent)).isEqualTo(parent);
        if (!path.equals("/")) {
            assertThat(ZkPath.child(parent, ZkPath.name(path))).isEqualTo(path);
        }
    }
}
