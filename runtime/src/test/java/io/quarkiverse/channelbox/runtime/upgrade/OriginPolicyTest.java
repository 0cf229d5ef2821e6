package io.quarkiverse.channelbox.runtime.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

class OriginPolicyTest {

    private static HttpServerRequest request(String authority, String... origins) {
        return request(false, authority, origins);
    }

    private static HttpServerRequest request(boolean tls, String authority, String... origins) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String origin : origins) {
            headers.add("origin", origin);
        }
        return (HttpServerRequest) Proxy.newProxyInstance(OriginPolicyTest.class.getClassLoader(),
                new Class<?>[] { HttpServerRequest.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "headers" -> headers;
                    case "authority" -> authority == null ? null : HostAndPort.parseAuthority(authority, -1);
                    case "isSSL" -> tls;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @ParameterizedTest
    @CsvSource({
            "chat.example, http://chat.example, true", "chat.example, https://chat.example, true",
            "chat.example:80, http://chat.example, true", "chat.example, http://chat.example:80, true",
            "chat.example:443, https://chat.example, true", "CHAT.example, http://chat.EXAMPLE, true",
            "chat.example:8080, http://chat.example:8080, true", "[::1]:8080, http://[::1]:8080, true",
            "127.0.0.1:8080, http://127.0.0.1:8080, true",
            "my_chat:8080, http://my_chat:8080, true", "[2001:DB8::1], https://[2001:db8::1], true",
            "chat.example., http://chat.example., true", "a1.2b:8080, http://a1.2b:8080, true",
            "xn--mnchen-3ya.example, https://xn--mnchen-3ya.example, true",
            "my_chat:8080, http://my_chat, false", "my_chat, http://evil@my_chat, false",
            "my_chat:8080, http://evil.example:8080, false", "[::1]:8080, http://[::2]:8080, false",
            "chat.example, http://chat.example:99999, false", "chat.example, http://chat.example:, false",
            "chat.example, http://chat.example?, false", "chat.example, http://chat.example chat.example, false",
            "chat.example, //chat.example, false", "chat.example:443, https://chat.example:80, false",
            "chat.example, ftp://chat.example, false", "chat.example, http:chat.example, false",
            "chat.example:8080, http://chat.example, false", "chat.example, http://chat.example:8080, false",
            "chat.example, http://evil.example, false", "chat.example, http://chat.example.evil.example, false",
            "chat.example, http://evil.example#chat.example, false", "chat.example, http://user@chat.example, false",
            "chat.example, null, false", "chat.example, chat.example, false", "chat.example, http://chat.example/, false",
            "chat.example, '', false", "chat.example, file://, false", "chat.example, http://, false",
            "chat.example, ws://chat.example, false", "chat.example, wss://chat.example, false",
            "chat.example:80, ws://chat.example, false", "chat.example:80, file://chat.example:80, false",
            "chat.example:0, http://chat.example, false", "chat.example:0, https://chat.example, false",
            "localhost:8080, http://127.0.0.1:8080, false" })
    void byDefaultTheSameOrigin(String host, String origin, boolean allowed) {
        assertEquals(allowed, new OriginPolicy(TestConfig.of()).allows(request(host, origin)));
    }

    @ParameterizedTest
    @CsvSource({
            "chat.example, https://chat.example, true", "chat.example, HTTPS://chat.example:443, true",
            "chat.example:443, https://chat.example, true", "chat.example:8443, https://chat.example:8443, true",
            "chat.example, http://chat.example, false", "chat.example:443, http://chat.example:443, false",
            "chat.example, http://chat.example:80, false", "chat.example:8443, http://chat.example:8443, false",
            "chat.example:80, http://chat.example, false", "chat.example:8443, https://chat.example, false",
            "chat.example, wss://chat.example, false" })
    void onTlsWithTheSameScheme(String host, String origin, boolean allowed) {
        assertEquals(allowed, new OriginPolicy(TestConfig.of()).allows(request(true, host, origin)));
    }

    /** Who lists an origin without TLS wants it. */
    @Test
    void aListIsToTheLetterOnTls() {
        OriginPolicy policy = new OriginPolicy(TestConfig.of("allowed-origins", "http://chat.example"));
        assertTrue(policy.allows(request(true, "chat.example", "http://chat.example")));
        assertFalse(policy.allows(request(true, "chat.example", "https://chat.example")));
    }

    @Test
    void noOriginIsNoBrowser() {
        assertTrue(new OriginPolicy(TestConfig.of()).allows(request("chat.example")));
        assertTrue(new OriginPolicy(TestConfig.of("allowed-origins", "https://a.example")).allows(request("chat.example")));
    }

    /** Browsers that leave the origin out still say where a page comes from. */
    @ParameterizedTest
    @CsvSource({ "same-origin, true", "none, true", "same-site, false", "cross-site, false", "'', false", "other, false" })
    void withoutAnOriginTheSiteCounts(String site, boolean allowed) {
        HttpServerRequest request = request("chat.example");
        request.headers().add("sec-fetch-site", site);
        assertEquals(allowed, new OriginPolicy(TestConfig.of()).allows(request));
        assertEquals(allowed, new OriginPolicy(TestConfig.of("allowed-origins", "https://a.example")).allows(request));
        assertTrue(new OriginPolicy(TestConfig.of("allowed-origins", "*")).allows(request));
        request.headers().add("origin", "https://chat.example");
        assertTrue(new OriginPolicy(TestConfig.of()).allows(request));
    }

    @Test
    void twoOriginsAreNone() {
        assertFalse(new OriginPolicy(TestConfig.of()).allows(request("a.example", "http://a.example", "http://a.example")));
        assertFalse(new OriginPolicy(TestConfig.of()).allows(request(null, "http://a.example")));
    }

    @ParameterizedTest
    @CsvSource({ "https://a.example, true", "https://A.example:443, true", "http://b.example:8080, true",
            "http://a.example, false", "https://b.example:8080, false", "https://c.example, false", "null, false",
            "https://server.example, false" })
    void aListReplacesTheDefault(String origin, boolean allowed) {
        OriginPolicy policy = new OriginPolicy(TestConfig.of("allowed-origins", "https://a.example, http://b.example:8080"));
        assertEquals(allowed, policy.allows(request("server.example", origin)));
    }

    /** What a desktop or mobile shell sends may be listed, but is no page of the server. */
    @Test
    void otherSchemes() {
        assertFalse(new OriginPolicy(TestConfig.of()).allows(request("localhost", "capacitor://localhost")));
        OriginPolicy policy = new OriginPolicy(TestConfig.of("allowed-origins", "capacitor://localhost,http://my_chat"));
        assertTrue(policy.allows(request("server.example", "capacitor://localhost")));
        assertTrue(policy.allows(request("server.example", "http://my_chat")));
        assertFalse(policy.allows(request("server.example", "http://localhost")));
        assertFalse(policy.allows(request("localhost", "ionic://localhost")));
    }

    @Test
    void aStarAllowsAny() {
        OriginPolicy policy = new OriginPolicy(TestConfig.of("allowed-origins", "*"));
        assertTrue(policy.allows(request("a.example", "https://evil.example")));
        assertTrue(policy.allows(request("a.example", "null")));
    }
}
