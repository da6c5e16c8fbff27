package dev.zkspring.actuate;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Says over HTTP why a word is refused: 404 with the allowed ones. */
@EndpointWebExtension(endpoint = ZkEndpoint.class)
public class ZkEndpointWebExtension {

    private final ZkEndpoint endpoint;

    public ZkEndpointWebExtension(ZkEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** As {@link ZkEndpoint#word}, with an answer instead of the exception. */
    @ReadOperation
    public WebEndpointResponse<Object> word(@Selector String word, @Nullable String client) {
        try {
            return new WebEndpointResponse<>(endpoint.word(word, client));
        } catch (InvalidEndpointRequestException e) {
            return new WebEndpointResponse<>(Map.of("error", e.getReason()), WebEndpointResponse.STATUS_NOT_FOUND);
        }
    }
}
