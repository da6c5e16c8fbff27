package dev.zkspring.samples.quickstart;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ZkException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the page uses, and curl. */
@RestController
class QuickstartController {

    static final int MAX_BANNER_BYTES = 64 * 1024;

    private static final String TEXT = "text/plain;charset=UTF-8";

    private final ZkClient client;

    private final Banner banner;

    private final Members members;

    private final EventStreams streams;

    QuickstartController(ZkClient client, Banner banner, Members members, EventStreams streams) {
        this.client = client;
        this.banner = banner;
        this.members = members;
        this.streams = streams;
    }

    @GetMapping(path = "/banner", produces = TEXT)
    ResponseEntity<String> banner() {
        return ResponseEntity.ofNullable(banner.text());
    }

    @PutMapping(path = "/banner", consumes = TEXT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void writeBanner(InputStream body) throws IOException {
        // Counted while reading: a Content-Length may be missing.
        byte[] text = body.readNBytes(MAX_BANNER_BYTES + 1);
        if (text.length > MAX_BANNER_BYTES) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE, "banner: more than %d bytes".formatted(MAX_BANNER_BYTES));
        }
        requireConnection();
        banner.write(text);
    }

    @DeleteMapping("/banner")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteBanner() {
        requireConnection();
        banner.delete();
    }

    @GetMapping("/members")
    List<String> members() {
        return members.addresses();
    }

    @GetMapping("/events")
    SseEmitter events() {
        return streams.open();
    }

    /** A call would wait for the next connection; a person at a page wants to know now. */
    private void requireConnection() {
        if (!client.isConnected()) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "not connected to ZooKeeper, try again");
        }
    }

    @ExceptionHandler({
        ConnectionLossException.class,
        SessionExpiredException.class,
        RequestTimeoutException.class,
        ClientClosedException.class
    })
    ProblemDetail connectionLost(ZkException lost) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, lost.getMessage());
    }
}
