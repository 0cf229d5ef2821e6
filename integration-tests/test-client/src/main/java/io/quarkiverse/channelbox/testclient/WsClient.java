package io.quarkiverse.channelbox.testclient;

import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A WebSocket client over a real socket that keeps what it gets: text as it is, bytes as {@code byte[]}. */
public final class WsClient implements WebSocket.Listener, AutoCloseable {

    /**
     * As long as anybody has it there is a thread that knows the class loader of the application that is tested; nobody who is
     * not open has it, lest each application of a long run stays in memory.
     */
    private static WeakReference<HttpClient> shared = new WeakReference<>(null);

    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile String closeReason = "";
    private final StringBuilder partial = new StringBuilder();
    private final ByteArrayOutputStream partialBytes = new ByteArrayOutputStream();
    private final HttpClient http = http();
    private WebSocket socket;
    private boolean paused;
    private boolean frameOwed;

    private WsClient() {
    }

    private static synchronized HttpClient http() {
        HttpClient http = shared.get();
        if (http == null) {
            http = HttpClient.newHttpClient();
            shared = new WeakReference<>(http);
        }
        return http;
    }

    /** Opens {@code path} (with its query) on the host and port of {@code base}. */
    public static WsClient open(URI base, String path) {
        return open(base, path, Map.of());
    }

    public static WsClient open(URI base, String path, Map<String, String> headers) {
        return open(base, path, headers, new String[0]);
    }

    /** Offers subprotocols. */
    public static WsClient open(URI base, String path, Map<String, String> headers, String... subprotocols) {
        WsClient client = new WsClient();
        WebSocket.Builder builder = client.http.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
        }
        client.socket = builder.buildAsync(uri(base, path), client).join();
        return client;
    }

    /** The HTTP status with which an upgrade is refused, or 101 if it is not. */
    public static int upgradeStatus(URI base, String path, Map<String, String> headers) {
        try (WsClient client = open(base, path, headers)) {
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static URI uri(URI base, String path) {
        return URI.create("ws://" + base.getHost() + ":" + base.getPort() + path);
    }

    /** The subprotocol that the server has chosen; empty for none. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    public void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next message as text; waits for it. */
    public String next() {
        return (String) nextObject();
    }

    public byte[] nextBytes() {
        return (byte[]) nextObject();
    }

    private Object nextObject() {
        try {
            Object message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came"
                        + (closed.isDone() ? ", the connection was closed with " + closeCode() : ""));
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<String> next(int count) {
        List<String> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    /** How many messages have come that were not read. */
    public int waiting() {
        return messages.size();
    }

    /** How many pings have come; each was answered with a pong. */
    public int pings() {
        return pings.get();
    }

    public void ping() {
        socket.sendPing(ByteBuffer.allocate(0)).join();
    }

    /** Waits for the close frame (1006: the connection ended without one) and returns its code. */
    public int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The text of the close frame, which has come; empty for none. */
    public String closeReason() {
        return closeReason;
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /** Breaks the connection without a close frame. */
    public void abort() {
        socket.abort();
    }

    /** Reads nothing more from the socket, so that its buffers, the server's too, fill up. */
    public synchronized void pause() {
        paused = true;
    }

    public synchronized void resume() {
        paused = false;
        if (frameOwed) {
            frameOwed = false;
            socket.request(1);
        }
    }

    private synchronized void readOn(WebSocket webSocket) {
        if (paused) {
            frameOwed = true;
        } else {
            webSocket.request(1);
        }
    }

    @Override
    public void close() {
        if (!closed.isDone() && !socket.isOutputClosed()) {
            // It may end by itself just now.
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(ended -> null).join();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        readOn(webSocket);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partialBytes.writeBytes(bytes);
        if (last) {
            messages.add(partialBytes.toByteArray());
            partialBytes.reset();
        }
        readOn(webSocket);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.incrementAndGet();
        readOn(webSocket);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }
}
