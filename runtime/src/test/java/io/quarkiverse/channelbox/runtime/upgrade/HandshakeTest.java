package io.quarkiverse.channelbox.runtime.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.security.Principal;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkus.security.identity.SecurityIdentity;

class HandshakeTest {

    private static SecurityIdentity user(int nameLength) {
        Principal principal = () -> "u".repeat(nameLength);
        return (SecurityIdentity) Proxy.newProxyInstance(HandshakeTest.class.getClassLoader(),
                new Class<?>[] { SecurityIdentity.class },
                (proxy, method, arguments) -> method.getName().equals("getPrincipal") ? principal : false);
    }

    /** Who gives out tokens may be lax about that. */
    @Test
    void aUserWhoseNameIsTooLongIsRefused() {
        assertEquals(256, new Handshake(null, user(256)).principal().orElseThrow().length());
        RefusedException refused = assertThrows(RefusedException.class, () -> new Handshake(null, user(257)));
        assertEquals(400, refused.refusal().status());
    }
}
