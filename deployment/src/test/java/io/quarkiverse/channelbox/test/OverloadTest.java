package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.netty.util.concurrent.EventExecutor;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.SendFailures;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/** What senders see when much waits: the event loop of the only member is held until the test lets it go on. */
class OverloadTest {

    private static final int MAX_PENDING = 100_000;
    /** So large that little more than one of them is more than half of it. */
    private static final String LARGE = "x".repeat(30_000);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-pending", String.valueOf(MAX_PENDING));

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {

        static volatile EventExecutor eventLoop;

        @OnOpen
        @NonBlocking
        void opened() {
            eventLoop = ((ContextInternal) Vertx.currentContext()).nettyEventLoop();
        }

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Backlog backlog;

    @Inject
    SendFailures failures;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI base;

    private CountDownLatch hold;
    private Group group;
    private WsClient client;
    private EventExecutor eventLoop;

    @BeforeEach
    void connect() {
        group = channelBox.group("room");
        hold = new CountDownLatch(1);
        Room.eventLoop = null;
        client = WsClient.open(base, "/room");
        await().until(() -> Room.eventLoop != null);
        eventLoop = Room.eventLoop;
    }

    @AfterEach
    void disconnect() {
        hold.countDown();
        client.close();
        await().until(() -> channelBox.local().groups().isEmpty());
        await().until(() -> backlog.bytes() == 0);
    }

    private void holdTheEventLoop() {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch over = hold;
        eventLoop.execute(() -> {
            held.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(awaits(held));
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Receipt> send() {
        return group.send(LARGE).subscribeAsCompletionStage();
    }

    private static <T> CompletableFuture<T> on(EventExecutor loop, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Test
    void receiptsComeWhenLessWaits() {
        holdTheEventLoop();
        assertTrue(send().isDone(), "nothing waited yet");
        List<CompletableFuture<Receipt>> late = List.of(send(), send());
        assertTrue(backlog.isHigh());
        assertTrue(late.stream().noneMatch(CompletableFuture::isDone));
        CompletableFuture<Receipt> awaited = CompletableFuture.supplyAsync(() -> group.sendAndAwait("small"));
        await().until(() -> backlog.bytes() > 3 * LARGE.length() + 200);
        assertFalse(awaited.isDone());
        hold.countDown();
        for (CompletableFuture<Receipt> each : late) {
            assertEquals(1, each.orTimeout(20, TimeUnit.SECONDS).join().deliveredHere());
        }
        assertEquals(1, awaited.orTimeout(20, TimeUnit.SECONDS).join().deliveredHere());
        assertEquals(List.of(LARGE, LARGE, LARGE, "small"), client.next(4));
    }

    @Test
    void beyondTheBoundSendsFail() {
        holdTheEventLoop();
        for (int i = 0; i < 3; i++) {
            send();
        }
        OverloadedException refused = assertThrows(OverloadedException.class, () -> group.sendAndAwait(LARGE));
        assertTrue(refused.getMessage().contains("quarkus.channel-box.max-pending"), refused.getMessage());
        ExecutionException failed = assertThrows(ExecutionException.class, () -> send().get());
        assertInstanceOf(OverloadedException.class, failed.getCause());
        long before = failures.count();
        group.sendAndForget(LARGE);
        assertEquals(before + 1, failures.count());
        hold.countDown();
        assertEquals(List.of(LARGE, LARGE, LARGE), client.next(3));
        await().until(() -> backlog.bytes() == 0);
        assertEquals(1, group.sendAndAwait("again").deliveredHere());
        assertEquals("again", client.next());
    }

    @Test
    void anEventLoopRefusesToWait() throws Exception {
        EventExecutor other = StreamSupport.stream(vertx.nettyEventLoopGroup().spliterator(), false)
                .filter(loop -> loop != eventLoop).findFirst().orElseThrow();
        holdTheEventLoop();
        send();
        send();
        CompletableFuture<Receipt> refused = on(other, () -> group.sendAndAwait("on an event loop"));
        ExecutionException failed = assertThrows(ExecutionException.class, () -> refused.get(20, TimeUnit.SECONDS));
        assertInstanceOf(IllegalStateException.class, failed.getCause());
        assertTrue(failed.getCause().getMessage().contains("nothing was sent"), failed.getCause().getMessage());
        hold.countDown();
        assertEquals(List.of(LARGE, LARGE), client.next(2));
        await().until(() -> backlog.bytes() == 0);
        assertEquals(1, on(other, () -> group.sendAndAwait("now it goes")).get(20, TimeUnit.SECONDS).deliveredHere());
        assertEquals("now it goes", client.next());
    }

    /** The message itself makes it too much: there would be nobody to write it if its event loop waited for that. */
    @Test
    void anEventLoopDoesNotWaitForItself() throws Exception {
        String larger = LARGE.repeat(3);
        CompletableFuture<Receipt> sent = on(eventLoop, () -> group.sendAndAwait(larger));
        try {
            assertEquals(1, sent.get(20, TimeUnit.SECONDS).deliveredHere());
        } catch (TimeoutException e) {
            throw new AssertionError("The event loop waits for itself", e);
        }
        assertEquals(larger, client.next());
    }
}
