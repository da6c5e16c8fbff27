package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

@WebMvcTest(QuickstartController.class)
@Import({Banner.class, Members.class, EventStreams.class})
class QuickstartControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Banner banner;

    @Autowired
    private Members members;

    @MockitoBean
    private ZkClient client;

    @BeforeEach
    void connect() {
        when(client.isConnected()).thenReturn(true);
        banner.changed(null);
    }

    private MockMvcRequestBuilder put(byte[] text) {
        return mvc.put().uri("/banner").contentType(MediaType.TEXT_PLAIN).content(text);
    }

    private static RuntimeException failure(ErrorCode code) {
        return Failure.local(code, Outcome.UNKNOWN, "setData", Banner.PATH, null)
                .toException(null);
    }

    @Nested
    class GetBanner {

        @ParameterizedTest
        @ValueSource(strings = {"Maintenance at six", "", "Größe <b> 🦓"})
        void answersTheWatchedText(String text) {
            banner.changed(text);

            assertThat(mvc.get().uri("/banner"))
                    .hasStatus(200)
                    .hasContentType("text/plain;charset=UTF-8")
                    .hasBodyTextEqualTo(text);
        }

        @Test
        void answers404WhenMissing() {
            assertThat(mvc.get().uri("/banner")).hasStatus(404);
        }

        @Test
        void answersTheLastTextWhenNotConnected() {
            banner.changed("as last seen");
            when(client.isConnected()).thenReturn(false);

            assertThat(mvc.get().uri("/banner")).hasStatus(200).hasBodyTextEqualTo("as last seen");
        }
    }

    @Nested
    class PutBanner {

        @Test
        void answers204AndWritesTheBytes() {
            byte[] text = "Größe 🦓".getBytes(StandardCharsets.UTF_8);

            assertThat(put(text)).hasStatus(204).body().isEmpty();
            verify(client).set(Banner.PATH, text);
        }

        @Test
        void acceptsAnEmptyText() {
            assertThat(put(new byte[0])).hasStatus(204);
            verify(client).set(Banner.PATH, new byte[0]);
        }

        @Test
        void accepts64KiB() {
            byte[] text = new byte[64 * 1024];

            assertThat(put(text)).hasStatus(204);
            verify(client).set(Banner.PATH, text);
        }

        @Test
        void answers413OverThat() {
            assertThat(put(new byte[64 * 1024 + 1])).hasStatus(413);
            verify(client, never()).set(any(), any());
        }

        @Test
        void answers413WhateverTheContentLengthSays() {
            assertThat(put(new byte[64 * 1024 + 1]).header(HttpHeaders.CONTENT_LENGTH, 10))
                    .hasStatus(413);
            verify(client, never()).set(any(), any());
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "text/html", "text/plain;charset=ISO-8859-1"})
        void answers415ToAnythingButPlainUtf8(String type) {
            assertThat(mvc.put()
                            .uri("/banner")
                            .header(HttpHeaders.CONTENT_TYPE, type)
                            .content("x"))
                    .hasStatus(415);
            verify(client, never()).set(any(), any());
        }

        @Test
        void answers503WhenNotConnected() {
            when(client.isConnected()).thenReturn(false);

            assertThat(put(new byte[1]))
                    .hasStatus(503)
                    .bodyJson()
                    .extractingPath("detail")
                    .asString()
                    .contains("not connected");
            verify(client, never()).set(any(), any());
        }

        @ParameterizedTest
        @EnumSource(names = {"CONNECTION_LOSS", "SESSION_EXPIRED", "REQUEST_TIMEOUT", "CLIENT_CLOSED"})
        void answers503WhenTheConnectionGoesMeanwhile(ErrorCode code) {
            when(client.set(eq(Banner.PATH), any())).thenThrow(failure(code));

            assertThat(put(new byte[1])).hasStatus(503);
        }
    }

    @Nested
    class DeleteBanner {

        @Test
        void answers204() {
            assertThat(mvc.delete().uri("/banner")).hasStatus(204);
            verify(client).delete(Banner.PATH);
        }

        @Test
        void answers204AlsoWhenMissing() {
            doThrow(failure(ErrorCode.NO_NODE)).when(client).delete(anyString());

            assertThat(mvc.delete().uri("/banner")).hasStatus(204);
        }

        @Test
        void answers503WhenNotConnected() {
            when(client.isConnected()).thenReturn(false);

            assertThat(mvc.delete().uri("/banner")).hasStatus(503);
            verify(client, never()).delete(anyString());
        }
    }

    @Nested
    class GetMembers {

        @Test
        void answersAnArrayOfHostAndPort() {
            byte[] data = "localhost:8080".getBytes(StandardCharsets.UTF_8);
            members.told("member-1", new NodeData(data, new Stat(1, 1, 1, 1, 0, 0, 0, 1, 14, 0, 1)));

            assertThat(mvc.get().uri("/members"))
                    .hasStatus(200)
                    .hasContentType(MediaType.APPLICATION_JSON)
                    .hasBodyTextEqualTo("[\"localhost:8080\"]");
        }

        @Test
        void answersAnEmptyArrayWhenNobodyIsThere() {
            members.changed(null);

            assertThat(mvc.get().uri("/members")).hasStatus(200).hasBodyTextEqualTo("[]");
        }
    }

    @Test
    void servesThePage() {
        assertThat(mvc.get().uri("/index.html")).hasStatus(200).hasContentType(MediaType.TEXT_HTML);
    }
}
