package io.quarkiverse.channelbox.runtime.engine.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The Lua scripts; what each does, and with which arguments, its head says. */
public enum Script {

    /** Numbers, stores and publishes messages of a group. */
    PUBLISH,
    /** Tells where new members begin, and reads what a node missed. */
    READ,
    /** Reads what a member gets next that catches up. */
    SLICE,
    /** Reads a page of stored messages. */
    HISTORY,
    /** Forgets stored messages. */
    FLUSH,
    /** Removes messages that have expired. */
    TRIM,
    /** Keeps the index of groups with history. */
    INDEX,
    /** Keeps logs in which nothing was ever stored. */
    KEEP;

    private final String source;
    private final String sha1;

    Script() {
        this.source = load(resource());
        this.sha1 = sha1(source);
    }

    /** The path of the resource, which a native image needs to have. */
    public String resource() {
        return "META-INF/channel-box/redis/" + name().toLowerCase(Locale.ROOT) + ".lua";
    }

    String source() {
        return source;
    }

    /** The name that Redis has for it. */
    String sha1() {
        return sha1;
    }

    private static String load(String resource) {
        try (InputStream in = Script.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
