package io.quarkiverse.channelbox.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the application under test sent: by {@code send}, {@code sendAndForget} or {@code sendAndAwait}, by a
 * {@linkplain io.quarkiverse.channelbox.GroupPublisher publisher}, or since a client published. No socket is needed, and nobody
 * has to be a member of a group. A bean that is there in tests only:
 *
 * <pre>
 * &#64;QuarkusTest
 * class OrdersTest {
 *
 *     &#64;Inject
 *     SentMessages sent;
 *
 *     &#64;BeforeEach
 *     void clear() {
 *         sent.clear();
 *     }
 *
 *     &#64;Test
 *     void customersAreTold() {
 *         orders.ship("o1");
 *         assertEquals(new Shipped("o1"), sent.await("customer-7").payload());
 *     }
 * }
 * </pre>
 *
 * All tests of an application share it, as they share the application: {@link #clear} before each. It keeps the last 10,000
 * messages, as long as they have no more than 32 MB when encoded. What other nodes send is not here, nor what was returned as
 * a {@code Uni} and never subscribed to, for that was not sent; nor questions ({@code ask}). Thread-safe.
 */
public interface SentMessages {

    /** How long {@link #await(String)} waits. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** What was sent since {@link #clear}, those whose receipt is there, in the order in which the sends began. */
    List<SentMessage> all();

    /** The same, to that group, among others maybe. */
    default List<SentMessage> to(String group) {
        return all().stream().filter(message -> message.isTo(group)).toList();
    }

    /** The same, to the connections of that user. */
    default List<SentMessage> toUser(String principal) {
        return to(SentMessage.Kind.USER, principal);
    }

    /** The same, to that connection. */
    default List<SentMessage> toConnection(String connectionId) {
        return to(SentMessage.Kind.CONNECTION, connectionId);
    }

    private List<SentMessage> to(SentMessage.Kind kind, String name) {
        return all().stream().filter(message -> message.kind() == kind && message.names().contains(name)).toList();
    }

    /** The payloads of that type among all that was sent. */
    default <T> List<T> payloads(Class<T> type) {
        return all().stream().map(SentMessage::payload).filter(type::isInstance).map(type::cast).toList();
    }

    /** What could not be sent since {@link #clear}: refused, failed or cancelled. */
    List<SentMessage> failed();

    /**
     * The first message to that group since {@link #clear}; waits for it, at most 10 seconds.
     *
     * @throws AssertionError if there is none; it says what was sent instead, and why it failed if it did
     */
    default SentMessage await(String group) {
        return await(group, PATIENCE);
    }

    /**
     * The first message to that group since {@link #clear}; waits for it. Not to be called on an event loop.
     *
     * @throws AssertionError if there is none in time; it says what was sent instead, and why it failed if it did
     */
    SentMessage await(String group, Duration timeout);

    /**
     * The first message since {@link #clear} that is like that; waits for it. Not to be called on an event loop. What the
     * predicate throws ends the wait: {@link #await(Class, Predicate, Duration)} decodes for it.
     *
     * @param wanted may be called more than once for each message, and at the end for those that failed
     * @throws AssertionError if there is none in time; it says what was sent instead, and why it failed if it did
     */
    SentMessage await(Predicate<? super SentMessage> wanted, Duration timeout);

    /**
     * The first message since {@link #clear} with a payload like that; waits for it, at most 10 seconds.
     *
     * @throws AssertionError if there is none; it says what was sent instead
     */
    default <T> SentMessage await(Class<T> type, Predicate<? super T> wanted) {
        return await(type, wanted, PATIENCE);
    }

    /**
     * The first message since {@link #clear} with a payload that is of that type, or can be decoded to it, and is like that;
     * waits for it. Not to be called on an event loop.
     *
     * @param wanted may be called more than once for each payload, and at the end for those that failed
     * @throws AssertionError if there is none in time; it says what was sent instead, and why it failed if it did
     */
    <T> SentMessage await(Class<T> type, Predicate<? super T> wanted, Duration timeout);

    /** How many were forgotten since {@link #clear}, the oldest first, since there were too many to keep. */
    long forgotten();

    /** Forgets all. What is under way now does not appear any more either. */
    void clear();
}
