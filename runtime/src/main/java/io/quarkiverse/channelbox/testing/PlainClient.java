package io.quarkiverse.channelbox.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A client over a real socket that gets payloads as they are, as those do that do not speak {@code channelbox.v1}:
 * {@code GroupClient.to("/ws/prices").connectPlain()}.
 * <p>
 * What comes it keeps, up to 10,000 frames, until it is waited for: a wait takes the first one that it is for, what came before
 * stays. All waits last 10 seconds at the most, unless the builder says otherwise, and fail with an {@link AssertionError} that
 * tells what came instead. Thread-safe; not to be used on an event loop.
 */
public sealed class PlainClient implements AutoCloseable permits GroupClient {

    /** A message that waits for its turn is overtaken by the pong to the first. */
    private static final int PINGS_ELSEWHERE = 3;

    private final Wire wire;
    final Inbox inbox;
    final ObjectMapper mapper;
    final Duration timeout;

    PlainClient(Wire wire, Inbox inbox, ObjectMapper mapper, Duration timeout) {
        this.wire = wire;
        this.inbox = inbox;
        this.mapper = mapper;
        this.timeout = timeout;
    }

    /** Sends to the endpoint: a {@code String} and a {@code byte[]} as it is, anything else as JSON. */
    public void send(Object payload) {
        done(payload instanceof byte[] bytes ? wire.send(bytes)
                : wire.send(payload instanceof String text ? text : written(payload)));
    }

    private String written(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This cannot be written as JSON: " + value, e);
        }
    }

    private void done(Future<?> sent) {
        try {
            sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while it sent", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("It could not be sent. " + inbox.whatCame(), e);
        }
    }

    /** The next message, of whichever group; waits for it. */
    public ReceivedMessage awaitMessage() {
        return awaitMessage(message -> true);
    }

    /**
     * The next message that is like that; waits for it. What the predicate throws ends the wait:
     * {@link #awaitMessage(Class, Predicate)} decodes for it.
     */
    public ReceivedMessage awaitMessage(Predicate<? super ReceivedMessage> wanted) {
        return inbox.take(frame -> frame.isMessage() && wanted.test(frame.message()), "such message", timeout).message();
    }

    /** The payload of the next message, as {@link ReceivedMessage#as} reads it; waits for it. */
    public <T> T awaitMessage(Class<T> type) {
        return awaitMessage().as(type);
    }

    /**
     * The next payload that can be decoded to that, as {@link ReceivedMessage#as} does it, and is like that; waits for it. What
     * else has come stays.
     */
    public <T> T awaitMessage(Class<T> type, Predicate<? super T> wanted) {
        return inbox.take(frame -> frame.isMessage() && frame.message().is(type, wanted), "such " + type.getSimpleName(),
                timeout).message().as(type);
    }

    /** The payloads of the next messages, in the order in which they came; waits for them. */
    public <T> List<T> awaitMessages(int count, Class<T> type) {
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(awaitMessage(type));
        }
        return all;
    }

    /** The messages that have come and that nobody waited for. They stay. */
    public List<ReceivedMessage> unread() {
        return inbox.unread().stream().filter(Frame::isMessage).map(Frame::message).toList();
    }

    /**
     * No message has come that nobody waited for. All that the node had sent, with its receipt there, has come before it looks:
     * if the application runs in the JVM of the test, it waits until that is {@linkplain SocketWrites written}, then for the
     * pong to a ping.
     * <p>
     * Of another process, as in a {@code @QuarkusIntegrationTest}, it cannot know what is still to be written. It pings a few
     * times, which most often gives the server the time it takes, but is no proof: have something sent that has to come, and
     * await that, where it matters.
     *
     * @throws AssertionError that tells what has come
     */
    public void assertNoMessage() {
        SocketWrites writes = Application.bean(SocketWrites.class);
        if (writes != null) {
            writes.await(timeout);
        }
        for (int pings = writes != null ? 1 : PINGS_ELSEWHERE; pings > 0; pings--) {
            wire.roundTrip(timeout);
        }
        if (!unread().isEmpty()) {
            throw new AssertionError("There are messages. " + inbox.whatCame());
        }
    }

    /** Waits for the end of the connection, and says how it ended. */
    public Closed awaitClose() {
        return inbox.end(timeout);
    }

    /** Whether the connection has not ended. */
    public boolean isOpen() {
        return !inbox.isEnded();
    }

    /** Breaks the connection, without a close frame. */
    public void abort() {
        wire.abort();
    }

    /** Closes the connection, and waits until the server has agreed. Nothing happens if it has ended already. */
    @Override
    public void close() {
        wire.close();
    }
}
