package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZkChildrenChangeTest {

    @Test
    void differencesKeepTheOrderOfTheNames() {
        ZkChildrenChange change =
                ZkChildrenChange.between("/node", List.of("a", "b", "c", "d"), List.of("b", "d", "e", "f"));
        assertThat(change.added()).containsExactly("e", "f");
        assertThat(change.removed()).containsExactly("a", "c");
        assertThat(change.deleted()).isFalse();
    }

    @Test
    void deletedNodeHasNoChildrenButIsNotThatAlone() {
        ZkChildrenChange deleted = ZkChildrenChange.between("/node", List.of("a"), null);
        ZkChildrenChange emptied = ZkChildrenChange.between("/node", List.of("a"), List.of());
        assertThat(deleted.children()).isEqualTo(emptied.children()).isEmpty();
        assertThat(deleted.removed()).containsExactly("a");
        assertThat(deleted.deleted()).isTrue();
        assertThat(emptied.deleted()).isFalse();
    }

    @Test
    void listsCannotBeChanged() {
        ZkChildrenChange change = ZkChildrenChange.between("/node", List.of(), List.of("a"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> change.children().add("b"));
    }
}
