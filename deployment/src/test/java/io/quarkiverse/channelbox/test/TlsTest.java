package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testing.GroupClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/** What is written below the frame encoder is encrypted all the same; a client that does not read is cut off here, too. */
class TlsTest {

    private static final String PASSWORD = "password";
    private static final Path KEY_STORE = newKeyStore();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClass(Room.class))
            .overrideConfigKey("quarkus.http.test-ssl-port", "0")
            .overrideRuntimeConfigKey("quarkus.tls.key-store.p12.path", KEY_STORE.toString())
            .overrideRuntimeConfigKey("quarkus.tls.key-store.p12.password", PASSWORD)
            .overrideRuntimeConfigKey("quarkus.http.proxy.proxy-address-forwarding", "true")
            .overrideRuntimeConfigKey("quarkus.http.proxy.trusted-proxies", "127.0.0.1,::1")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "100K");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        String echo(String text) {
            return text;
        }

        @OnEvent("echo")
        String answer(String text) {
            return text;
        }
    }

    /** Made for each run by the JDK's own tool: a key in the repository would expire. */
    private static Path newKeyStore() {
        try {
            Path file = Files.createTempDirectory("channel-box").resolve("key-store.p12");
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "localhost", "-keyalg", "EC", "-dname", "CN=localhost", "-validity", "2",
                    "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()).inheritIO().start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            file.toFile().deleteOnExit();
            file.getParent().toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Vertx vertx;

    @TestHTTPResource(value = "/", tls = true)
    URI base;

    @TestHTTPResource("/")
    URI plain;

    private io.vertx.core.http.WebSocket connect(WebSocketClient client, String... subprotocols) throws Exception {
        return client.connect(new WebSocketConnectOptions().setHost(base.getHost()).setPort(base.getPort()).setURI("/room")
                .setSubProtocols(List.of(subprotocols)))
                .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void theMessagesArrive() throws Exception {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true)
                .setVerifyHost(false));
        var socket = connect(client);
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        socket.textMessageHandler(messages::add);
        Group group = channelBox.group("room");
        for (int i = 0; i < 100; i++) {
            group.sendAndAwait("group" + i);
            assertEquals("group" + i, messages.poll(20, TimeUnit.SECONDS));
            socket.writeTextMessage("own" + i);
            assertEquals("own" + i, messages.poll(20, TimeUnit.SECONDS));
        }
        socket.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        await().until(() -> group.local().size() == 0);
        client.close();
    }

    @Test
    void commandsAreAnswered() throws Exception {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true)
                .setVerifyHost(false));
        var socket = connect(client, ProtocolClient.SUBPROTOCOL);
        BlockingQueue<String> replies = new LinkedBlockingQueue<>();
        socket.textMessageHandler(text -> {
            if (text.startsWith("{\"type\":\"reply\"")) {
                replies.add(text);
            }
        });
        for (int i = 0; i < 100; i++) {
            socket.writeTextMessage("{\"channelbox\":\"event\",\"ref\":" + i + ",\"event\":\"echo\",\"data\":\"x\"}");
            assertEquals("{\"type\":\"reply\",\"ref\":" + i + ",\"data\":\"x\"}", replies.poll(20, TimeUnit.SECONDS));
        }
        socket.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        client.close();
    }

    @Test
    void soAreThoseOfTheClientForTests() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        // Not that of the constant: JUnit has loaded this class once more.
        File keyStore = ConfigProvider.getConfig().getValue("quarkus.tls.key-store.p12.path", File.class);
        trust.init(KeyStore.getInstance(keyStore, PASSWORD.toCharArray()));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (GroupClient client = GroupClient.to(base.resolve("/room")).tls(tls).connect()) {
            assertEquals("x", client.request("echo", "x", String.class));
        }
        await().until(() -> channelBox.group("room").local().size() == 0);
    }

    private int status(WebSocketClient client, String origin) {
        try {
            client.connect(new WebSocketConnectOptions().setHost(base.getHost()).setPort(base.getPort()).setURI("/room")
                    .addHeader("Origin", origin)).toCompletionStage().toCompletableFuture().join().close();
            return 101;
        } catch (CompletionException refused) {
            return ((UpgradeRejectedException) refused.getCause()).getStatus();
        }
    }

    /** Whoever is between the browser and a server without TLS may have written the page. */
    @Test
    void aPageWithoutTlsIsAnotherOrigin() {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true)
                .setVerifyHost(false));
        assertEquals(101, status(client, "https://" + base.getAuthority()));
        assertEquals(403, status(client, "http://" + base.getAuthority()));
        client.close();
    }

    @Test
    void norIsOneThatCameThroughAProxyWithTls() {
        String host = "Host: chat.example";
        for (String proxy : List.of("X-Forwarded-Proto: https", "X-Forwarded-Ssl: on")) {
            assertEquals(101, RawHttp.upgrade(plain, "/room", host, proxy, "Origin: https://chat.example").status());
            assertEquals(101, RawHttp.upgrade(plain, "/room", host, proxy, "Origin: https://chat.example:443").status());
            assertEquals(403, RawHttp.upgrade(plain, "/room", host, proxy, "Origin: http://chat.example").status());
        }
        assertEquals(101, RawHttp.upgrade(plain, "/room", host, "Origin: https://chat.example").status());
        assertEquals(101, RawHttp.upgrade(plain, "/room", host, "Origin: http://chat.example").status());
        await().until(() -> channelBox.group("room").local().size() == 0);
    }

    /** The close frame goes, then TLS ends. */
    @Test
    void whoBreaksTheRulesIsTold() throws Exception {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true)
                .setVerifyHost(false));
        var socket = connect(client);
        CompletableFuture<Short> closed = new CompletableFuture<>();
        socket.closeHandler(end -> closed.complete(socket.closeStatusCode()));
        socket.writeBinaryMessage(Buffer.buffer("for an endpoint that takes text only"));
        assertEquals((short) 1003, closed.get(20, TimeUnit.SECONDS));
        await().until(() -> channelBox.group("room").local().size() == 0);
        client.close();
    }

    @Test
    void aSlowClientIsCutOff() throws Exception {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true)
                .setVerifyHost(false));
        var socket = connect(client);
        socket.pause();
        var connection = channelBox.group("room").local().channels().iterator().next().connection();
        String large = "x".repeat(50_000);
        await().pollDelay(0, TimeUnit.MILLISECONDS).until(() -> {
            for (int i = 0; i < 100; i++) {
                channelBox.group("room").sendAndForget(large);
            }
            return channelBox.group("room").local().size() == 0;
        });
        await().until(connection::isClosed);
        assertTrue(channelBox.local().channels(connection).isEmpty());
        client.close();
    }
}
