package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.data.ServerAddress;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.SaslException;

/** DIGEST-MD5 by the JDK: neither side sends the password, and each proves to the other that it knows it. */
final class DigestMd5Mechanism implements SaslMechanism {

    /** Names that all servers expect (ZooKeeper's SaslServer is created with them). */
    private static final String PROTOCOL = "zookeeper";

    private static final String SERVER_NAME = "zk-sasl-md5";

    private final SaslOptions.DigestMd5 options;

    DigestMd5Mechanism(SaslOptions.DigestMd5 options) {
        this.options = options;
    }

    @Override
    public Conversation open(ServerAddress server) throws SaslException {
        return new SaslClientConversation(
                SaslClientConversation.newClient(options.mechanism(), PROTOCOL, SERVER_NAME, Map.of(), this::answer),
                null);
    }

    private void answer(Callback[] questions) throws UnsupportedCallbackException {
        for (Callback question : questions) {
            if (question instanceof NameCallback name) {
                name.setName(options.username());
            } else if (question instanceof PasswordCallback password) {
                password.setPassword(options.password().toCharArray());
            } else if (question instanceof RealmCallback realm) {
                realm.setText(realm.getDefaultText());
            } else {
                throw new UnsupportedCallbackException(question);
            }
        }
    }

    @Override
    public String whyRefused() {
        return "the password of user " + options.username()
                + " is wrong, the user is not in the servers' JAAS file, or the servers use Kerberos";
    }
}
