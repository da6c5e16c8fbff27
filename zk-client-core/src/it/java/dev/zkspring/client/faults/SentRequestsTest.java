package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SentRequestsTest {

    private static final int GET = 4;

    private static final int PING = 11;

    private static final int MULTI_READ = 22;

    private static final int SET_WATCHES = 105;

    private final SentRequests sent = new SentRequests();

    private final Consumer<ByteBuffer> link = sent.link();

    private static ByteBuffer request(int kind, int more) {
        ByteBuffer request = ByteBuffer.allocate(12 + more);
        request.putInt(8 + more).putInt(1).putInt(kind);
        return request.rewind();
    }

    private static ByteBuffer setWatches(int watches) {
        return request(SET_WATCHES, 100).putInt(20, watches);
    }

    private void handshake() {
        link.accept(request(MULTI_READ, 36));
    }

    @Test
    void countsReadsThatAreShared() {
        handshake();
        link.accept(request(MULTI_READ, 500));
        link.accept(request(GET, 20));
        link.accept(request(MULTI_READ, 3));
        assertThat(sent.sharedReads()).isEqualTo(2);
    }

    @Test
    void countsWhatComesInPieces() {
        handshake();
        ByteBuffer request = request(MULTI_READ, 500);
        while (request.hasRemaining()) {
            link.accept(ByteBuffer.wrap(new byte[] {request.get()}));
        }
        link.accept(request(MULTI_READ, 0));
        assertThat(sent.sharedReads()).isEqualTo(2);
    }

    @Test
    void countsWatchesThatAreArmedTogetherAndNotThoseThatALinkRestores() {
        handshake();
        link.accept(request(PING, 0));
        link.accept(setWatches(7));
        assertThat(sent.bulkArmings()).isZero();
        link.accept(request(GET, 20));
        link.accept(setWatches(1));
        assertThat(sent.bulkArmings()).isZero();
        link.accept(setWatches(2));
        assertThat(sent.bulkArmings()).isOne();
    }

    @Test
    void isNotConfusedByWordsOfFourLetters() {
        link.accept(ByteBuffer.wrap("srvr".getBytes(StandardCharsets.US_ASCII)));
        link.accept(request(MULTI_READ, 500));
        assertThat(sent.sharedReads()).isZero();
    }
}
