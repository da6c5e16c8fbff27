package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.data.Stat;
import java.time.Duration;
import java.util.List;

/** The values that the golden files spell out. */
final class Samples {

    static final Stat STAT = new Stat(
            0x1_0000_0002L,
            0x1_0000_0003L,
            1_700_000_000_000L,
            1_700_000_001_000L,
            4,
            5,
            6,
            0x0100_0000_0000_0007L,
            8,
            9,
            0x1_0000_000AL);

    static final byte[] PASSWORD = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    static final List<Acl> TWO_ENTRIES =
            List.of(new Acl(Acl.ALL, "world", "anyone"), new Acl(Acl.READ, "digest", "u:x"));

    static final ReconfigRequest RECONFIG =
            new ReconfigRequest(List.of("server.4=a:1:2;3", "server.5=b:1:2;3"), List.of(1L, 2L), null, 0x1_0000_0003L);

    private Samples() {}

    static CreateRequest create(String path, byte[] data, CreateMode mode) {
        return CreateRequest.of(path).data(data).mode(mode).acl(TWO_ENTRIES).build();
    }

    static CreateRequest ttl(String path, byte[] data) {
        return CreateRequest.of(path)
                .data(data)
                .mode(CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL)
                .ttl(Duration.ofDays(1))
                .acl(TWO_ENTRIES)
                .build();
    }

    /** One operation of each kind. */
    static List<Operation<?>> transaction(String path, byte[] data) {
        CreateRequest brief = CreateRequest.of(path)
                .data(data)
                .mode(CreateMode.PERSISTENT_WITH_TTL)
                .ttl(Duration.ofMillis(1))
                .acl(TWO_ENTRIES)
                .build();
        return List.of(
                new Check(path, 3),
                new Create2(create(path, data, CreateMode.PERSISTENT_SEQUENTIAL)),
                new SetData(path, null, -1),
                new Delete(path, 5),
                new CreateTtl(brief));
    }
}
