package dev.zkspring.client.internal.protocol;

import static dev.zkspring.client.internal.protocol.Golden.REQUEST_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What this client sends is, byte for byte, what the protocol says. */
class RequestBytesTest {

    private static final int XID = 7;

    /** A message and how to make the operation for a path, which the file names with the chroot. */
    record Message(String file, Function<String, Operation<?>> operation) {}

    private static final byte[] DATA = {1, (byte) 0xFF, 0};

    static Stream<Message> messages() {
        return Stream.concat(common(), rare());
    }

    private static Stream<Message> common() {
        byte[] none = null;
        return Stream.of(
                new Message("create", p -> new Create(Samples.create(p, DATA, CreateMode.PERSISTENT))),
                new Message("create-null-data", p -> new Create(Samples.create(p, none, CreateMode.EPHEMERAL))),
                new Message(
                        "create-empty-data",
                        p -> new Create(Samples.create(p, new byte[0], CreateMode.PERSISTENT_SEQUENTIAL))),
                new Message("create2", p -> new Create2(Samples.create(p, DATA, CreateMode.EPHEMERAL_SEQUENTIAL))),
                new Message("delete", p -> new Delete(p, -1)),
                new Message("exists", p -> new Exists(p, true)),
                new Message("getData", p -> new GetData(p, false)),
                new Message("setData", p -> new SetData(p, new byte[] {(byte) 0xCA, (byte) 0xFE}, 3)),
                new Message("setData-null", p -> new SetData(p, none, -1)),
                new Message("getChildren", p -> new GetChildren(p, true)),
                new Message("getACL", GetAcl::new),
                new Message("setACL", p -> new SetAcl(p, Samples.TWO_ENTRIES, 3)),
                new Message("getChildren2", p -> new GetChildren2(p, true)),
                new Message("check", p -> new Check(p, 3)),
                new Message("sync", Sync::new),
                new Message("removeWatches", p -> RemoveWatches.of(p, WatchKind.EXIST)),
                new Message("sasl", p -> new SaslToken(new byte[] {0, 1, (byte) 0xFF})),
                new Message("removeWatches-any", RemoveWatches::all),
                new Message("removeWatches-recursive", p -> RemoveWatches.of(p, WatchKind.PERSISTENT_RECURSIVE)),
                new Message("addWatch", p -> new AddWatch(p, AddWatchMode.PERSISTENT)),
                new Message("addWatch-recursive", p -> new AddWatch(p, AddWatchMode.PERSISTENT_RECURSIVE)),
                new Message("closeSession", p -> new CloseSession()));
    }

    private static Stream<Message> rare() {
        return Stream.of(
                new Message("createContainer", p -> new CreateContainer(Samples.create(p, DATA, CreateMode.CONTAINER))),
                new Message("createTTL", p -> new CreateTtl(Samples.ttl(p, DATA))),
                new Message("multi", p -> new Multi(Samples.transaction(p, DATA))),
                new Message(
                        "multiRead",
                        p -> new MultiRead(
                                List.of(new GetData(p, false), new GetData(p.replace("node", "other"), false)))),
                new Message("multiRead-children", p -> new MultiRead(List.of(new GetChildren(p, false)))),
                new Message("getData-config", p -> new GetConfig(true)),
                new Message("getEphemerals", GetEphemerals::new),
                new Message("getAllChildrenNumber", GetAllChildrenNumber::new),
                new Message("whoAmI", p -> new WhoAmI()),
                new Message("reconfig", p -> new Reconfig(Samples.RECONFIG)),
                new Message(
                        "reconfig-members", p -> new Reconfig(ReconfigRequest.replace(List.of("server.1=a:1:2;3")))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void operationWritesTheServersPath(Message message) {
        Operation<?> operation = message.operation().apply("/app/node");

        assertThat(written(operation, Chroot.NONE)).isEqualTo(hex(message));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void operationPutsTheChrootBeforeTheCallersPath(Message message) {
        Operation<?> operation = message.operation().apply("/node");

        assertThat(written(operation, new Chroot("/app"))).isEqualTo(hex(message));
    }

    @ParameterizedTest
    @EnumSource(OpCode.class)
    void everyOperationHasItsBytesWrittenDown(OpCode opCode) {
        assertThat(opCode.wireName() + ".request").matches(Golden::exists, "has a file in src/test/resources/wire");
        assertThat(opCode.wireName() + ".response").matches(Golden::exists, "has a file in src/test/resources/wire");
    }

    @ParameterizedTest
    @EnumSource(OpCode.class)
    void numberOfAnOperationIsThatOfItsFile(OpCode opCode) {
        ByteBuf frame = Unpooled.wrappedBuffer(Golden.bytes(opCode.wireName() + ".request"));

        assertThat(frame.getInt(Integer.BYTES)).isEqualTo(opCode.number());
    }

    @Test
    void setWatchesNamesItsListsInTheProtocolsOrder() {
        SetWatches setWatches = new SetWatches(0x1_0000_000BL, List.of("/a", "/b"), List.of("/c"), List.of("/"));

        assertThat(hex(setWatches::write, Xid.SET_WATCHES, setWatches.opCode()))
                .isEqualTo(ByteBufUtil.hexDump(Golden.bytes("setWatches.request")));
    }

    @Test
    void authenticateSendsTheCredentialUnderItsReservedNumber() {
        Authenticate authenticate = new Authenticate("digest", "user \u00e4".getBytes(UTF_8));

        assertThat(hex(out -> authenticate.write(out, Chroot.NONE), Xid.AUTH, OpCode.AUTH))
                .isEqualTo(ByteBufUtil.hexDump(Golden.bytes("auth.request")));
    }

    @Test
    void credentialsAndTokensStayOutOfTheText() {
        byte[] secret = "hunter2".getBytes(UTF_8);

        assertThat(new Authenticate("digest", secret)).hasToString("Authenticate[digest]");
        assertThat(new SaslToken(secret)).hasToString("SaslToken");
    }

    @Test
    void setWatchesWithPersistentOnesHasTwoListsMoreAndANumberOfItsOwn() {
        SetWatches setWatches = new SetWatches(
                0x1_0000_000BL, List.of("/a", "/b"), List.of("/c"), List.of("/"), List.of("/d"), List.of("/e", "/"));

        assertThat(hex(setWatches::write, Xid.SET_WATCHES, setWatches.opCode()))
                .isEqualTo(ByteBufUtil.hexDump(Golden.bytes("setWatches2.request")));
    }

    @Test
    void connectRequestAsksToGoOnWithASession() {
        ConnectRequest request =
                new ConnectRequest(0x1_0000_000BL, 30_000, 0x0100_0000_0000_0007L, Samples.PASSWORD, true);

        assertThat(hex(request::write)).isEqualTo(ByteBufUtil.hexDump(Golden.bytes("connect.request")));
    }

    @Test
    void connectRequestAsksForANewSession() {
        assertThat(hex(ConnectRequest.newSession(10_000, false)::write))
                .isEqualTo(ByteBufUtil.hexDump(Golden.bytes("connect-new.request")));
    }

    @Test
    void connectRequestKeepsThePasswordToItself() {
        byte[] password = "hunter2hunter2hu".getBytes(UTF_8);

        assertThat(new ConnectRequest(1, 2, 0xABCL, password, true))
                .asString()
                .contains("0xabc")
                .doesNotContain("hunter2", "104, 117");
    }

    private static String hex(Message message) {
        return ByteBufUtil.hexDump(Golden.bytes(message.file() + ".request"));
    }

    private static String written(Operation<?> operation, Chroot chroot) {
        return hex(out -> operation.write(out, chroot), XID, operation.opCode());
    }

    private static String hex(Consumer<WireWriter> body, int xid, OpCode opCode) {
        return hex(out -> {
            out.writeInt(xid);
            out.writeInt(opCode.number());
            body.accept(out);
        });
    }

    private static String hex(Consumer<WireWriter> message) {
        ByteBuf buffer = Unpooled.buffer(REQUEST_HEADER);
        message.accept(new WireWriter(buffer));
        return ByteBufUtil.hexDump(buffer);
    }
}
