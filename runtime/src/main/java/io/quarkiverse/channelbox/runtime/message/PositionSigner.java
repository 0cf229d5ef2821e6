package io.quarkiverse.channelbox.runtime.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;

/**
 * Makes the ids of messages as applications and clients get them, {@code epoch:offset:signature}, and tells them from those
 * that somebody made up: who has the id of a message has got it, or what comes next to it, as a member. The signature is the
 * same for all members, so that a message is encoded once: whoever passes on his id could pass on the messages as well, and
 * whoever comes with it still has to be let into the group.
 * <p>
 * It is an HMAC-SHA256 over epoch, offset and group, cut to {@value #BITS} bits. Thread-safe.
 */
@Singleton
public class PositionSigner {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BITS = 96;
    private static final int KEY_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final boolean isConfigured;
    private volatile Key key;

    @Inject
    public PositionSigner(ValidatedConfig config) {
        this(config.values().positionKey());
    }

    /** @param key absent for a random one */
    public PositionSigner(Optional<String> key) {
        this.isConfigured = key.isPresent();
        this.key = new Key(key.orElseGet(PositionSigner::random));
    }

    private static String random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return BASE64.encodeToString(bytes);
    }

    /** Whether the key is one that all nodes have been given, and not one that they have to agree on. */
    public boolean isKeyConfigured() {
        return isConfigured;
    }

    /** The key, which never leaves the nodes and what they share. */
    public String key() {
        return key.text;
    }

    /** The nodes have agreed on a key; what was signed with another one before counts no more. */
    public void use(String agreed) {
        if (!agreed.equals(key.text)) {
            key = new Key(agreed);
        }
    }

    /** The id of a message of a group, or of the place in front of the first one. */
    public String id(String group, LogPosition position) {
        return id(group, position.id());
    }

    /** @param position {@code epoch:offset} */
    public String id(String group, String position) {
        return position + ':' + key.signature(group, position);
    }

    /**
     * The position of an id that was made here, or by another node with the same key, for this group; empty for any other one.
     *
     * @param id of the form {@code epoch:offset}, with whatever behind it
     */
    public Optional<LogPosition> genuine(String group, String id) {
        LogPosition position = LogPosition.of(id);
        return MessageDigest.isEqual(bytes(id(group, position)), bytes(id)) ? Optional.of(position) : Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Signs, on each thread with its own {@link Mac}. */
    private static final class Key {

        private final String text;
        private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

        Key(String text) {
            this.text = text;
        }

        private Mac mac() {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(bytes(text), ALGORITHM));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java has " + ALGORITHM, e);
            }
        }

        /** Epoch and offset have no colon in them, so that the group is what comes after the second one, whatever it is. */
        String signature(String group, String position) {
            Mac mac = macs.get();
            mac.update(bytes(position));
            mac.update((byte) ':');
            // As it is: in UTF-8 different halves of surrogate pairs would be the same.
            ByteBuffer name = ByteBuffer.allocate(2 * group.length());
            name.asCharBuffer().put(group);
            return BASE64.encodeToString(Arrays.copyOf(mac.doFinal(name.array()), BITS / 8));
        }
    }
}
