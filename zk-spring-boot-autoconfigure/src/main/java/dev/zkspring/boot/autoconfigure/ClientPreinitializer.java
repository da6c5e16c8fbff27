package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/** Loads the classes of a client while Spring Boot is busy with its own, on the thread that it has for that. */
final class ClientPreinitializer implements BackgroundPreinitializer {

    @Override
    public void preinitialize() {
        ZkClient.preload();
    }
}
