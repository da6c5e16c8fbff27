package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class EphemeralNodesTest {

    private static final String PARENT = "/run/c1";

    private static final String NODE = PARENT + "/" + EphemeralNodes.name(0xa, 0);

    /** Its name begins as the other parent's. */
    private static final String ELSEWHERE = "/run/c10/" + EphemeralNodes.name(0xb, 0);

    private final EphemeralNodes nodes = new EphemeralNodes();

    @Test
    void areThereUntilALookDoesNotFindThem() {
        assertThat(nodes.looked(PARENT, Set.of(NODE), 10, 11)).containsExactly(NODE);
        assertThat(nodes.looked(PARENT, Set.of(NODE), 20, 21)).isEmpty();
        assertThat(nodes.seen(NODE)).isEqualTo(new EphemeralNodes.Seen(20, 0));
        assertThat(nodes.present()).containsExactly(NODE);
        nodes.looked(PARENT, Set.of(), 30, 31);
        nodes.looked(PARENT, Set.of(), 40, 41);
        assertThat(nodes.seen(NODE)).isEqualTo(new EphemeralNodes.Seen(20, 31));
        assertThat(nodes.present()).isEmpty();
        assertThat(nodes.gone()).isOne();
        assertThat(nodes.violations()).isEmpty();
    }

    @Test
    void areNotGoneWhereNobodyLooked() {
        nodes.looked("/run/c10", Set.of(ELSEWHERE), 10, 11);
        nodes.looked(PARENT, Set.of(), 20, 21);
        assertThat(nodes.present()).containsExactly(ELSEWHERE);
        assertThat(nodes.seen(NODE)).isNull();
    }

    @Test
    void doNotComeBack() {
        nodes.looked(PARENT, Set.of(NODE), 10, 11);
        nodes.looked(PARENT, Set.of(), 20, 21);
        nodes.looked(PARENT, Set.of(NODE), 30, 31);
        assertThat(nodes.violations()).singleElement().asString().contains("came back");
    }

    @Test
    void areCountedAlsoWhenForgotten() {
        nodes.looked(PARENT, Set.of(NODE), 10, 11);
        nodes.looked(PARENT, Set.of(), 20, 21);
        nodes.forget(Set.of(NODE, ELSEWHERE));
        assertThat(nodes.seen(NODE)).isNull();
        assertThat(nodes.gone()).isOne();
    }

    @Test
    void areMadeInNoOtherSession() {
        nodes.owned(NODE, 0xa);
        assertThat(nodes.violations()).isEmpty();
        nodes.owned(NODE, 0xb);
        assertThat(nodes.violations()).singleElement().asString().contains("was made in session 0xb");
    }
}
