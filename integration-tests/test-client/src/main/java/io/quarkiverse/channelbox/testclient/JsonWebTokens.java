package io.quarkiverse.channelbox.testclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Signs tokens as an OpenID provider does (RFC 7519, RS256). */
public final class JsonWebTokens {

    public static final String ISSUER = "https://issuer.example";

    private static final long LIFE_SECONDS = 900;
    private static final KeyPair KEYS = keys();

    private JsonWebTokens() {
    }

    /** The same for a test and for its application, which has classes of its own. */
    private static KeyPair keys() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(1);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In base64, as configuration has it. */
    public static String publicKey() {
        return Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
    }

    /** @param validFor from now on, in whole seconds; negative for one that has expired */
    public static String token(String user, Duration validFor) {
        long expires = Instant.now().plus(validFor).getEpochSecond();
        String token = base64("{\"typ\":\"JWT\",\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                + base64(("{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + user + "\",\"iat\":" + (expires - LIFE_SECONDS)
                        + ",\"exp\":" + expires + "}").getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEYS.getPrivate());
            signature.update(token.getBytes(UTF_8));
            return token + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
