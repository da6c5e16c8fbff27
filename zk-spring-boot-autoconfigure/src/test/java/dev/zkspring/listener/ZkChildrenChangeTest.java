package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.watch.ChildrenChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZkChildrenChangeTest {

    @Test
    void everythingIsTakenFromTheWatch() {
        ChildrenChange change =
                new ChildrenChange("/node", List.of("b", "e"), List.of("e"), List.of("a", "c"), true, null);
        assertThat(ZkChildrenChange.of(change))
                .isEqualTo(new ZkChildrenChange("/node", List.of("b", "e"), List.of("e"), List.of("a", "c"), true));
    }

    @Test
    void listsCannotBeChanged() {
        ZkChildrenChange change = new ZkChildrenChange("/node", List.of("a"), List.of("a"), List.of(), false);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> change.children().add("b"));
    }
}
