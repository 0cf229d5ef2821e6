package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;

import org.acme.chat.ChatMessage;
import org.acme.chat.ChatSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** Proxies that the application believes: one that rewrites the Host header, one that ends TLS. */
class ForwardedHostTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(ChatMessage.class, ChatSocket.class, DocFiles.class, TlsNginx.class,
                    UpgradeRequest.class))
            .overrideRuntimeConfigKey("quarkus.http.proxy.proxy-address-forwarding", "true")
            .overrideRuntimeConfigKey("quarkus.http.proxy.enable-forwarded-host", "true")
            .overrideRuntimeConfigKey("quarkus.http.proxy.trusted-proxies", "127.0.0.1");

    @TestHTTPResource("/")
    URI base;

    @Test
    void theOriginIsComparedWithTheForwardedHost() {
        assertEquals(101, UpgradeRequest.status(base, "/ws/chat/lobby", "Host: app:8080",
                "X-Forwarded-Proto: https", "X-Forwarded-Host: chat.example.org", "Origin: https://chat.example.org"));
        assertEquals(101, UpgradeRequest.status(base, "/ws/chat/lobby", "Host: app:8080",
                "X-Forwarded-Proto: https", "X-Forwarded-Host: chat.example.org:8443",
                "Origin: https://chat.example.org:8443"));
        assertEquals(403, UpgradeRequest.status(base, "/ws/chat/lobby", "Host: app:8080",
                "X-Forwarded-Proto: https", "X-Forwarded-Host: chat.example.org", "Origin: https://evil.example"));
    }

    @Test
    void anNginxThatEndsTlsKeepsTheHost() throws Exception {
        try (TlsNginx nginx = TlsNginx.start(base)) {
            String host = "chat.example.org:" + nginx.port();
            assertEquals(101, nginx.upgrade("/ws/chat/lobby", "Host: " + host, "Origin: https://" + host));
            // The application knows that the browser uses TLS.
            assertEquals(403, nginx.upgrade("/ws/chat/lobby", "Host: " + host, "Origin: http://" + host));
            assertEquals(403, nginx.upgrade("/ws/chat/lobby", "Host: " + host, "Origin: https://chat.example.org"));
        }
    }
}
