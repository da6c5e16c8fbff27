package dev.zkspring.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class PreloadTest {

    @Test
    void leavesNoThreadBehindAndMayBeRepeated() {
        assertThatCode(ZkClient::preload).doesNotThrowAnyException();
        assertThatCode(ZkClient::preload).doesNotThrowAnyException();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("zk-preload")));
    }
}
