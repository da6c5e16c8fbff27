package dev.zkspring.client.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.data.ServerAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;

/** A mechanism whose tokens are what the test says; the last one is followed by completion. */
final class ScriptedMechanism implements SaslMechanism {

    private final Queue<byte[]> tokens = new ArrayDeque<>();

    boolean lastTokenCompletes;

    Exception failure;

    ServerAddress server;

    byte[] seen;

    ScriptedMechanism tokens(String... texts) {
        for (String text : texts) {
            tokens.add(text.getBytes(UTF_8));
        }
        return this;
    }

    @Override
    public Conversation open(ServerAddress address) throws LoginException, SaslException {
        server = address;
        if (failure instanceof LoginException e) {
            throw e;
        }
        return new Conversation() {

            private boolean complete;

            @Override
            public byte[] first() {
                return next();
            }

            @Override
            public byte[] answer(byte[] token) throws SaslException {
                seen = token;
                if (failure instanceof SaslException e) {
                    throw e;
                }
                return next();
            }

            private byte[] next() {
                byte[] token = tokens.poll();
                complete = token == null || lastTokenCompletes && tokens.isEmpty();
                return token;
            }

            @Override
            public boolean isComplete() {
                return complete;
            }
        };
    }

    @Override
    public String whyRefused() {
        return "for the reason of a test";
    }
}
