package dev.zkspring.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body is read, or refused as malformed, by every operation there is; a lie in it allocates nothing. */
class OperationFuzzTest {

    private static final Chroot APP = new Chroot("/app");

    /** Beside what a body itself may become; the JVM counts in blocks that are not small. */
    private static final long SLACK = 4 << 20;

    private static final List<Operation<?>> OPERATIONS = operations();

    static Stream<byte[]> bodies() {
        return FuzzSeeds.of(Golden.names(".response").stream()
                .map(Golden::bytes)
                .map(bytes -> Arrays.copyOfRange(bytes, Math.min(bytes.length, Golden.REPLY_HEADER), bytes.length))
                .toList());
    }

    @MethodSource("bodies")
    @FuzzTest
    void everyBodyIsReadOrRefused(byte[] body) {
        ByteBuf buffer = Unpooled.wrappedBuffer(body);
        for (Operation<?> operation : OPERATIONS) {
            read(operation.getClass().getSimpleName(), buffer, in -> operation.read(in, APP));
        }
        read("Notification", buffer, in -> Notification.read(in).eventType());
        read("ConnectResponse", buffer, in -> ConnectResponse.read(in).expired());
    }

    private static void read(String name, ByteBuf body, Consumer<WireReader> reading) {
        // What is loaded at the first reading counts too, but not twice.
        long allocated = Math.min(allocatedByReading(name, body, reading), allocatedByReading(name, body, reading));
        assertThat(allocated)
                .as("bytes allocated by %s on %s", name, ByteBufUtil.hexDump(body))
                .isLessThan(SLACK + 100L * body.readableBytes());
    }

    private static long allocatedByReading(String name, ByteBuf body, Consumer<WireReader> reading) {
        long before = allocated();
        try {
            reading.accept(new WireReader().reset(body, 0, body.readableBytes()));
        } catch (WireFormatException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        } catch (RuntimeException e) {
            throw new AssertionError(name + " on " + ByteBufUtil.hexDump(body), e);
        }
        return allocated() - before;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static List<Operation<?>> operations() {
        List<Operation<?>> operations = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.zkspring.client.internal.protocol")
                        .stream()
                        .filter(type -> type.isAssignableTo(Operation.class) && !type.isInterface())
                        .map(JavaClass::reflect)
                        .<Operation<?>>map(type -> (Operation<?>) sample(type))
                        .toList();
        assertThat(operations).hasSizeGreaterThan(10);
        return operations;
    }

    /** A value of a type that an operation is made of; reading an answer does not look at it. */
    private static Object sample(Class<?> type) {
        if (type == String.class) {
            return "/app/node";
        } else if (type == boolean.class) {
            return true;
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == byte[].class) {
            return new byte[0];
        } else if (type == CreateRequest.class) {
            return CreateRequest.of("/app/node").mode(CreateMode.PERSISTENT).build();
        } else if (type == ReconfigRequest.class) {
            return Samples.RECONFIG;
        } else if (type == Operation.class) {
            return new Check("/app/node", 1);
        } else if (type == Multi.class) {
            return new Multi(Samples.transaction("/app/node", new byte[0]));
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (Set.class.isAssignableFrom(type)) {
            return Set.of();
        } else if (Collection.class.isAssignableFrom(type)) {
            return List.of();
        } else if (type.isRecord()) {
            return record(type);
        }
        throw new AssertionError(type + " (expected: a type that OperationFuzzTest.sample knows; add it there)");
    }

    private static Object record(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components)
                    .map(component -> sample(component.getType()))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type + " cannot be made for OperationFuzzTest", e);
        }
    }
}
