package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;

import org.acme.chat.ChatMessage;
import org.acme.chat.ChatSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** What the pages on security and clients say of proxies that keep the Host header and of those that do not. */
@Tag("long")
class OriginTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(
                    root -> root.addClasses(ChatMessage.class, ChatSocket.class, DocFiles.class, UpgradeRequest.class,
                            Vite.class));

    @TestHTTPResource("/")
    URI base;

    @Test
    void theOriginIsComparedWithTheHost() {
        assertEquals(101, upgrade("Host: chat.example.org", "Origin: https://chat.example.org"));
        assertEquals(101, upgrade("Host: chat.example.org", "Origin: http://chat.example.org"));
        assertEquals(101, upgrade("Host: chat.example.org:8443", "Origin: https://chat.example.org:8443"));
        assertEquals(101, upgrade("Host: app:8080"));
        assertEquals(403, upgrade("Host: chat.example.org", "Origin: https://chat.example.org:8443"));
        assertEquals(403, upgrade("Host: app:8080", "Origin: https://chat.example.org"));
        assertEquals(403, upgrade("Host: app:8080", "Origin: https://chat.example.org",
                "X-Forwarded-Host: chat.example.org"));
        assertEquals(403, upgrade("Host: chat.example.org", "Origin: null"));
    }

    @Test
    void viteKeepsTheHostUnlessItIsToldNotTo() throws Exception {
        try (Vite vite = new Vite(base, false)) {
            assertEquals(101, vite.upgrade("/ws/chat/lobby"));
        }
        try (Vite vite = new Vite(base, true)) {
            assertEquals(403, vite.upgrade("/ws/chat/lobby"));
        }
    }

    private int upgrade(String... headers) {
        return UpgradeRequest.status(base, "/ws/chat/lobby", headers);
    }
}
