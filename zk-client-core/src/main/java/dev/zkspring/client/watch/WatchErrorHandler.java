package dev.zkspring.client.watch;

/** Hears of a listener that threw, and of a read that failed and will be repeated. Called where the listener runs. */
@FunctionalInterface
public interface WatchErrorHandler {

    void handle(String path, Throwable error);
}
