package io.quarkiverse.channelbox.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A socket: what it gets goes to the inbox, what it is to send goes one after the other. It has two threads and the JDK's one
 * for its selector; they end by themselves after it is closed.
 */
final class Wire implements WebSocket.Listener {

    static final String REASON_HEADER = "Channel-Box-Refusal";
    private static final int THREADS = 2;
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Inbox inbox;
    private final Frames frames;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile CompletableFuture<Void> pong = new CompletableFuture<>();
    private volatile WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    Wire(Inbox inbox, Frames frames) {
        this.inbox = inbox;
        this.frames = frames;
    }

    /** @throws UpgradeRefusedException if it is not let in */
    void open(URI uri, HttpClient.Builder http, Duration timeout, Consumer<WebSocket.Builder> options) {
        http.connectTimeout(timeout).executor(threads());
        WebSocket.Builder builder = http.build().newWebSocketBuilder().connectTimeout(timeout);
        options.accept(builder);
        try {
            builder.buildAsync(uri, this).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new UpgradeRefusedException(uri.toString(), refused.getResponse().statusCode(),
                        refused.getResponse().headers().firstValue(REASON_HEADER).orElse(null), refused);
            }
            throw new AssertionError("There is no connection to " + uri + ": " + e.getCause(), e.getCause());
        }
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "channel-box-test-client");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
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

    /** Pings, and waits for the pong: what the server wrote before has come. */
    void roundTrip(Duration timeout) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        pong = answer;
        socket.sendPing(ByteBuffer.allocate(0)).whenComplete((done, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while it waited for a pong", e);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            throw new AssertionError("No pong came. " + inbox.whatCame(), e);
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
        pong.complete(null);
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
        pong.cancel(false);
    }
}
