package io.quarkiverse.channelbox;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Makes every connection of a {@link io.quarkus.websockets.next.WebSocket} endpoint join a group when it opens, or lets its
 * clients {@link #join() join when they ask}.
 * <p>
 * The connection has joined before {@code @OnOpen} runs, and leaves as soon as it closes or breaks. The annotation is
 * repeatable: the connection then joins every group named. A name that cannot be computed or is not acceptable, and a join
 * that is not allowed, is an HTTP status at the upgrade (400, 401, 403, 503), never a socket that opens and closes again.
 * If it is the only one, {@code @Inject Group} in the endpoint is the {@link Group} of the current connection.
 *
 * <pre>
 * &#64;WebSocket(path = "/ws/chat/{room}")
 * &#64;ChannelGroup("chat-{room}")
 * public class ChatEndpoint {
 * }
 * </pre>
 *
 * The members of this annotation are defaults of the groups with such a name:
 * {@code quarkus.channel-box.groups."chat-{room}".…} overrides them, and what neither sets is taken from
 * {@code quarkus.channel-box.…}.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
@Repeatable(ChannelGroup.List.class)
public @interface ChannelGroup {

    /**
     * The template of the group's name: literal text and placeholders.
     * <ul>
     * <li>{@code {room}}: the path parameter {@code room} of the endpoint; for {@link JoinMode#ON_REQUEST} it need not be one
     * and stands for any text then;</li>
     * <li>{@code {query:name}}: the query parameter {@code name}, percent-decoded;</li>
     * <li>{@code {header:name}}: the request header {@code name};</li>
     * <li>{@code {user}}: the name of the authenticated principal (needs a security extension);</li>
     * <li>{@code {user:encoded}}: the same as {@link GroupNames#encode} has it, so that a name of any characters makes the name
     * of a group.</li>
     * </ul>
     * Different values give different names: what separates a value from the next one is escaped in it, as
     * {@link GroupNames#of} has it. A template that cannot work is a build error.
     */
    String value();

    /**
     * How long a channel may be idle before the cleanup closes it: a duration as in Quarkus' configuration
     * ({@code 90s}, {@code 30m}, {@code 1h}, {@code PT1H30M}); {@code 0} means never. Empty: as configured.
     */
    String expires() default "";

    /** Which of the group's messages are stored in its history. */
    HistoryMode history() default HistoryMode.DEFAULT;

    /** How payloads are encoded. */
    PayloadType payloadType() default PayloadType.AUTO;

    /** When connections join. */
    JoinMode join() default JoinMode.ON_OPEN;

    /** Who sends to the group. */
    PublishMode publish() default PublishMode.SERVER;

    /** The container of repeated {@link ChannelGroup} annotations. */
    @Documented
    @Retention(RUNTIME)
    @Target(TYPE)
    @interface List {

        /** The repeated annotations. */
        ChannelGroup[] value();
    }

    /** When the connections of an endpoint join a group. */
    enum JoinMode {
        /** When they open, before {@code @OnOpen} runs; or the upgrade is refused. */
        ON_OPEN,
        /**
         * When the client asks for it by the command {@code join} of {@code channelbox.v1}. It may join any group whose name
         * fits the template, where {@code {pathParam}} need not be a parameter of the endpoint's path and stands for any text
         * then; what the upgrade did tell (path, query, header, {@code {user}}) must agree with the name. Ask a
         * {@link GroupAuthorizer} if not everybody may join everything. A client may be in
         * {@code quarkus.channel-box.max-groups-per-connection} groups.
         */
        ON_REQUEST
    }

    /** Who may send to a group. */
    enum PublishMode {
        /** The application only. */
        SERVER,
        /**
         * Also a client that is a member, by the command {@code publish} of {@code channelbox.v1}; every member gets what it
         * sends, itself too. It is stored if the group stores all messages. Ask a {@link GroupAuthorizer} if not everybody may.
         */
        MEMBERS
    }

    /** Which messages of a group are stored in its history. */
    enum HistoryMode {
        /** As configured by {@code quarkus.channel-box.history.enabled}. */
        DEFAULT,
        /** Those that are sent with {@link SendOptions#saveHistory(boolean)}. */
        ON_REQUEST,
        /** Every message, whatever the send says. */
        ALWAYS,
        /** No message, whatever the send says. */
        NEVER
    }
}
