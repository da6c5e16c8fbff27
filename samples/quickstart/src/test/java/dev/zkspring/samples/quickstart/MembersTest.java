package dev.zkspring.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static final Stat STAT = new Stat(1, 1, 1, 1, 0, 0, 0, 1, 14, 0, 1);

    private final ZkClient client = mock();

    private final Members members = new Members(client, new EventStreams());

    private void node(String name, String data) {
        when(client.get(Members.PATH + "/" + name)).thenReturn(new NodeData(data.getBytes(UTF_8), STAT));
    }

    @Test
    void readsTheAddressOfEachChild() {
        node("member-1", "localhost:8080");
        node("member-2", "localhost:8081");

        members.changed(List.of("member-1", "member-2"));

        assertThat(members.addresses()).containsExactly("localhost:8080", "localhost:8081");
    }

    @Test
    void skipsAChildThatLeftMeanwhile() {
        node("member-2", "localhost:8081");
        when(client.get(Members.PATH + "/member-1"))
                .thenThrow(Failure.answered(ErrorCode.NO_NODE.number(), "getData", "member-1")
                        .toException(null));

        members.changed(List.of("member-1", "member-2"));

        assertThat(members.addresses()).containsExactly("localhost:8081");
    }

    @Test
    void showsAnInstanceOnceThatRegisteredTwice() {
        node("member-1", "localhost:8080");
        node("member-2", "localhost:8080");

        members.changed(List.of("member-1", "member-2"));

        assertThat(members.addresses()).containsExactly("localhost:8080");
    }

    @Test
    void forgetsEverybodyWhenTheParentIsDeleted() {
        node("member-1", "localhost:8080");
        members.changed(List.of("member-1"));

        members.changed(null);

        assertThat(members.addresses()).isEmpty();
    }
}
