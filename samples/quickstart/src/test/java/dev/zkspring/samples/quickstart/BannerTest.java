package dev.zkspring.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.ZkException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class BannerTest {

    private static final byte[] TEXT = "hello".getBytes(UTF_8);

    private static final Stat STAT = new Stat(1, 1, 1, 1, 0, 0, 0, 0, 5, 0, 1);

    private final ZkClient client = mock();

    private final Banner banner = new Banner(client, new EventStreams());

    private static ZkException answered(ErrorCode code) {
        return Failure.answered(code.number(), "setData", Banner.PATH).toException(null);
    }

    @Nested
    class Writing {

        @Test
        void setsAnExistingNode() {
            banner.write(TEXT);

            verify(client).set(Banner.PATH, TEXT);
        }

        @Test
        void createsAMissingNodeWithItsParents() {
            when(client.set(any(), any())).thenThrow(answered(ErrorCode.NO_NODE));

            banner.write(TEXT);

            ArgumentCaptor<CreateRequest> request = ArgumentCaptor.captor();
            verify(client).create(request.capture());
            assertThat(request.getValue().path()).isEqualTo(Banner.PATH);
            assertThat(request.getValue().data()).isEqualTo(TEXT);
            assertThat(request.getValue().createParents()).isTrue();
        }

        @Test
        void setsANodeThatAnotherInstanceCreatedMeanwhile() {
            when(client.set(eq(Banner.PATH), any()))
                    .thenThrow(answered(ErrorCode.NO_NODE))
                    .thenReturn(STAT);
            when(client.create(any(CreateRequest.class))).thenThrow(answered(ErrorCode.NODE_EXISTS));

            assertThatCode(() -> banner.write(TEXT)).doesNotThrowAnyException();
        }
    }

    @Nested
    class Deleting {

        @Test
        void deletesTheNode() {
            banner.delete();

            verify(client).delete(Banner.PATH);
        }

        @Test
        void acceptsAMissingNode() {
            doThrow(answered(ErrorCode.NO_NODE)).when(client).delete(Banner.PATH);

            assertThatCode(banner::delete).doesNotThrowAnyException();
        }
    }
}
