package io.quarkiverse.channelbox.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A socket: what it gets goes to the inbox, what it is to send, pings too, goes one after the other. Thread-safe; it has no
 * threads of its own, those of {@link HttpClients} serve all.
 */
final class Wire implements WebSocket.Listener {

    static final String REASON_HEADER = "Channel-Box-Refusal";
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Inbox inbox;
    private final Frames frames;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong pings = new AtomicLong();
    /** Those that somebody waits for, by the number of the ping. */
    private final Map<Long, CompletableFuture<Void>> pongs = new ConcurrentHashMap<>();
    /** Kept, so that other sockets use it too. */
    private HttpClient http;
    private volatile WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    Wire(Inbox inbox, Frames frames) {
        this.inbox = inbox;
        this.frames = frames;
    }

    /**
     * @throws UpgradeRefusedException if it is not let in
     * @throws IllegalArgumentException if there can be no such request
     */
    void open(URI uri, HttpClient http, Duration timeout, Consumer<WebSocket.Builder> options) {
        this.http = http;
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(timeout);
        options.accept(builder);
        try {
            builder.buildAsync(uri, this).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new UpgradeRefusedException(uri.toString(), refused.getResponse().statusCode(),
                        refused.getResponse().headers().firstValue(REASON_HEADER).orElse(null), refused);
            }
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new AssertionError("There is no connection to " + uri + ": " + e.getCause(), e.getCause());
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    CompletableFuture<?> send(String text) {
        return afterTheOthers(socket -> socket.sendText(text, true));
    }

    CompletableFuture<?> send(byte[] bytes) {
        return afterTheOthers(socket -> socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    private synchronized CompletableFuture<?> afterTheOthers(Function<WebSocket, CompletionStage<?>> send) {
        sent = sent.handle((done, failure) -> null).thenCompose(done -> send.apply(socket));
        return sent;
    }

    /** Pings, and waits for the pong to that: what the server wrote before has come. */
    void roundTrip(Duration timeout) {
        long number = pings.incrementAndGet();
        CompletableFuture<Void> pong = new CompletableFuture<>();
        pongs.put(number, pong);
        ByteBuffer payload = ByteBuffer.allocate(Long.BYTES).putLong(0, number);
        afterTheOthers(socket -> socket.sendPing(payload)).whenComplete((done, failure) -> {
            if (failure != null) {
                pong.completeExceptionally(failure);
            }
        });
        try {
            pong.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while it waited for a pong", e);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            throw new AssertionError("No pong came. " + inbox.whatCame(), e);
        } finally {
            pongs.remove(number);
        }
    }

    /** Without a close frame. */
    void abort() {
        socket.abort();
        end(new Closed(Closed.WITHOUT_CLOSE_FRAME, ""));
    }

    /** Says goodbye, and waits for the answer. */
    void close() {
        if (!inbox.isEnded()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
            try {
                inbox.end(GOODBYE);
            } catch (AssertionError e) {
                abort();
            }
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        this.socket = socket;
        socket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            Frame frame = frames.text(text.toString());
            text.setLength(0);
            if (frame.type().equals("ping")) {
                send("{\"channelbox\":\"pong\"}");
            } else {
                inbox.add(frame);
            }
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        bytes.writeBytes(part);
        if (last) {
            inbox.add(frames.binary(bytes.toByteArray()));
            bytes.reset();
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        CompletableFuture<Void> waiting = message.remaining() == Long.BYTES ? pongs.get(message.getLong()) : null;
        if (waiting != null) {
            waiting.complete(null);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end(new Closed(Closed.WITHOUT_CLOSE_FRAME, error.toString()));
    }

    private void end(Closed how) {
        inbox.end(how);
        pongs.values().forEach(pong -> pong.cancel(false));
    }
}
