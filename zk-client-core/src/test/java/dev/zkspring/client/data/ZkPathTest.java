package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZkPathTest {

    @Nested
    class Validation {

        @ParameterizedTest
        @ValueSource(
                strings = {"/", "/a", "/a/b", "/...", "/.a", "/a.", "/..a", "/a b", "/\u00e4", "/\uf900", "/\uffef"})
        void validPathIsReturned(String path) {
            assertThat(ZkPath.validate(path)).isSameAs(path);
        }

        @ParameterizedTest
        @CsvSource({
            "'',     must start with '/'",
            "a,      must start with '/'",
            "/a/,    must not end with '/'",
            "//,     must not end with '/'",
            "//a,    empty segment at 1",
            "/a//b,  empty segment at 3",
            "/.,     relative segment at 1",
            "/..,    relative segment at 1",
            "/a/./b, relative segment at 3",
            "/a/..,  relative segment at 3",
        })
        void brokenRuleIsNamedWithThePath(String path, String rule) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ZkPath.validate(path))
                    .withMessageContaining("\"" + path + "\"")
                    .withMessageContaining(rule.replace("''", "'"));
        }

        @ParameterizedTest
        @ValueSource(chars = {'\0', '\1', '\37', '\177', '\u009f', '\ud800', '\udfff', '\uf8ff', '\ufff0', '\uffff'})
        void characterThatServersRefuseIsNamedWithItsPosition(char refused) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ZkPath.validate("/ab" + refused + "c"))
                    .withMessageContaining("U+%04X at 3".formatted((int) refused));
        }

        @ParameterizedTest
        @ValueSource(chars = {' ', '~', '\u00a0', '\ud7ff', '\uf900', '\uffef'})
        void neighboursOfRefusedCharactersAreFine(char allowed) {
            assertThat(ZkPath.validate("/ab" + allowed + "c")).hasSize(5);
        }
    }

    @Nested
    class Sequential {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/a", "/a/", "/a/b-"})
        void serverMayMakeTheWholeLastSegment(String path) {
            assertThat(ZkPath.validateSequential(path)).isSameAs(path);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a/", "/a//", "/../", "/./"})
        void restMustBeValid(String path) {
            assertThatIllegalArgumentException().isThrownBy(() -> ZkPath.validateSequential(path));
        }

        @Test
        void twoSlashesAreAnEmptySegment() {
            assertThatIllegalArgumentException().isThrownBy(() -> ZkPath.validateSequential("//"));
        }
    }

    @Nested
    class Arithmetic {

        @ParameterizedTest
        @CsvSource({"/, /", "/a, /", "/a/b, /a", "/a/b/c, /a/b"})
        void parentIsThePathWithoutItsLastSegment(String path, String parent) {
            assertThat(ZkPath.parent(path)).isEqualTo(parent);
        }

        @ParameterizedTest
        @CsvSource({"/, ''", "/a, a", "/a/b, b"})
        void nameIsTheLastSegment(String path, String name) {
            assertThat(ZkPath.name(path)).isEqualTo(name);
        }

        @Test
        void childStandsBelowItsParent() {
            assertThat(ZkPath.child("/", "a")).isEqualTo("/a");
            assertThat(ZkPath.child("/a", "b")).isEqualTo("/a/b");
        }
    }
}
