package io.quarkiverse.channelbox.runtime.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigDocSection;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;

/** The configuration of channel-box; all of it is read when the application starts. */
@ConfigMapping(prefix = "quarkus.channel-box")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface ChannelBoxRuntimeConfig {

    /**
     * How long a connection may be idle before the cleanup closes it with close code 4408. It counts from the last frame that
     * came from the client (a pong included) or the last time that its socket took something of what was sent to it. `0` means
     * for ever.
     */
    @WithDefault("1h")
    Duration expires();

    /**
     * How payloads are encoded: `auto` by the class of the payload, `json`, `text` or `binary` always so.
     */
    @WithDefault("auto")
    PayloadType payloadType();

    /**
     * How many stored messages of a group a new member gets before its first live one, as fast as its socket takes them.
     * `0` means none.
     */
    @WithDefault("0")
    int replay();

    /**
     * How many missed messages of a group a client may get when it comes back and asks to go on from a message. If it missed
     * more, it gets the newest of them and is told how many are missing (`recovered` is false).
     */
    @WithDefault("1000")
    int maxResume();

    /**
     * The secret that message ids are signed with, at least 32 characters, the same on all nodes; a client goes on from a
     * message only if the id that it names was signed with it. Not set: a random one, which nodes share through Redis. Without
     * Redis it changes with each start, as does the history. With another key, clients that come back go on from nothing: they
     * are told so, and get what `replay` says.
     */
    Optional<String> positionKey();

    /**
     * The longest group name, in characters (code points).
     */
    @WithDefault("200")
    int maxGroupNameLength();

    /**
     * The regular expression that a whole group name has to match. By default: letters and digits of any script (with the
     * marks that belong to them) and `. _ : @ + -`, and no two dots in a row. `+` is what escapes in names of several values
     * begin with.
     */
    @WithDefault("(?!.*\\.\\.)[\\p{L}\\p{M}\\p{Nd}._:@+\\-]+")
    String groupNamePattern();

    /**
     * How many channels a group may have on a node; one more is refused with HTTP 503 at the upgrade. Not set: no limit.
     */
    OptionalInt maxChannelsPerGroup();

    /**
     * How many channels a node may have in all groups together; one more is refused with HTTP 503 at the upgrade. Not set: no
     * limit.
     */
    OptionalInt maxChannels();

    /**
     * How many groups may have members on a node; what would be one more is refused with HTTP 503 at the upgrade. With the
     * local engine groups that have only stored messages, or idempotency keys, count, too: beyond it those are forgotten that
     * were not used for the longest.
     */
    @WithDefault("1000000")
    int maxGroups();

    /**
     * How many groups a connection may be in for its client to join one more by a command, which is refused with 429 else. What
     * the endpoint or the application joins counts, too, and has no such limit itself. A client that comes back may name as
     * many groups in its address (`resume`), or is refused with HTTP 400.
     */
    @WithDefault("100")
    int maxGroupsPerConnection();

    /**
     * How many commands of one connection may be under way; one more is refused with 429.
     */
    @WithDefault("100")
    int maxCommandsPerConnection();

    /**
     * How many questions of this node (`ask`) may wait for answers of clients; one more fails with `OverloadedException`. A
     * question to many clients is one.
     */
    @WithDefault("10000")
    int maxAsks();

    /**
     * How long a message may be kept waiting to be written together with others, while messages come so fast that some could
     * be: one write for many messages costs as much as for one. Where it takes longer than that to write to all members, a
     * message may wait as long as that took. A publisher that waits for one message before it sends the next is never delayed.
     * `0` means that nothing waits.
     */
    @WithDefault("2ms")
    Duration mergeDelay();

    /**
     * How many bytes may wait on this node to be written, each message counted once for every member that is to get it. A
     * publisher that is faster than the sockets is slowed down: beyond half of it the receipts of sends come when less waits,
     * beyond it sends fail with `OverloadedException`, and what other nodes send is left out and told as a gap, or caught up
     * with where it is stored. A single message may be larger.
     */
    @WithDefault("64M")
    MemorySize maxPending();

    /**
     * About how many bytes of heap the histories of all groups of a node may take with the local engine: payloads, 256 bytes
     * for each message besides, its event and attributes, and some 600 bytes for each group. Beyond it the oldest messages go,
     * first of those groups that nobody has sent to or read for the longest; who resumes past them is told of a gap. A message
     * that is larger by itself cannot be stored: sending it with history fails, and it reaches nobody. Not set: 256M, or a
     * quarter of the largest heap if that is less. Redis has its own bound, `maxmemory`.
     */
    Optional<MemorySize> maxHistoryBytes();

    /**
     * How many idempotency keys a node remembers for all groups together with the local engine; beyond it the oldest are
     * forgotten, first of those groups that were not used for the longest, and what is sent with them again is sent again.
     */
    @WithDefault("100000")
    int maxIdempotencyKeys();

    /**
     * How many idempotency keys are remembered for a group, whatever the engine; the oldest are forgotten first.
     */
    @WithDefault("10000")
    int maxIdempotencyKeysPerGroup();

    /**
     * How many bytes may wait for a client that does not take them, before `slow-consumer` acts. A single message may be
     * larger.
     */
    @WithDefault("1M")
    MemorySize maxBuffered();

    /**
     * What happens to a channel with more than `max-buffered` unsent bytes: `disconnect` closes the connection with close
     * code 1013 and cuts it off if it does not take that either, `drop` leaves out and counts the messages that do not fit,
     * `catch-up` goes on from the history when the client has taken what waits, so that only what is not stored, or is not
     * there any more, is missing. Clients that speak `channelbox.v1` are told how many messages are. Whatever it is, a
     * client that takes nothing at all for `pong-timeout`, although something waits for it, is cut off.
     */
    @WithDefault("disconnect")
    SlowConsumerPolicy slowConsumer();

    /**
     * Whether endpoints with groups, and clients that speak `channelbox.v1`, may agree on permessage-deflate (RFC 7692), which
     * needs `quarkus.websockets-next.server.per-message-compression-supported`, too. What is sent to many is compressed once,
     * with `quarkus.websockets-next.server.compression-level`, for all who have agreed to it. A connection whose client sends
     * compressed messages takes some 40 KB outside of the heap, unless the client offers `client_no_context_takeover`.
     */
    @WithDefault("false")
    boolean compression();

    /**
     * From how many bytes on a message to clients is compressed, where `compression` was agreed on: its payload, or the
     * envelope that `channelbox.v1` has around it. What is smaller goes as it is, and so does what goes to groups and has more
     * than 256 KB, which would keep others from the event loop, or would not get smaller. With 1 KB some 20 µs of CPU for each
     * message, whatever the number of those who get it, save each of them about 700 bytes of JSON.
     */
    @WithDefault("1K")
    MemorySize compressionMinSize();

    /**
     * What clients may send, and how much of it may wait.
     */
    @ConfigDocSection
    InboundConfig inbound();

    /**
     * The values of the `Origin` header that may open a WebSocket, for instance `https://chat.example.org`, comma-separated;
     * `*` allows any. Any other origin is refused with HTTP 403, and logged once in an hour. Not set: the host and port
     * of the `Host` header, with `https` where the connection, or a proxy that is trusted, is known to use TLS, and clients
     * that send no `Origin`.
     */
    Optional<List<String>> allowedOrigins();

    /**
     * How long nothing may come from a connection before it gets a ping, which also keeps proxies from closing it. The first
     * one comes after half of that time to all of it. `0` means never.
     */
    @WithDefault("25s")
    Duration pingInterval();

    /**
     * How long after a ping was due a frame has to come from the client; else the connection is closed with close code 4408
     * and cut off. In the same time a client has to take some of the bytes that wait for it, or it is cut off, even if
     * `ping-interval` is `0`. It does not count while the server itself does not read from the connection.
     */
    @WithDefault("10s")
    Duration pongTimeout();

    /**
     * What spans the nodes: `local` nothing, groups belong to one process; `redis` Redis or Valkey, which needs the dependency
     * `io.quarkus:quarkus-redis-client` and `quarkus.redis.hosts`.
     */
    @WithDefault("local")
    EngineType engine();

    /**
     * The engine `redis`.
     */
    @ConfigDocSection
    RedisConfig redis();

    /**
     * The history of groups.
     */
    @ConfigDocSection
    HistoryConfig history();

    /**
     * The scheduled cleanup.
     */
    @ConfigDocSection
    CleanupConfig cleanup();

    /**
     * Who is in a group, as clients are told that speak the subprotocol `channelbox.v1`.
     */
    @ConfigDocSection
    PresenceConfig presence();

    /**
     * The operator's page.
     */
    @ConfigDocSection
    OperatorPageConfig operatorPage();

    /**
     * The JavaScript client.
     */
    @ConfigDocSection
    ClientConfig client();

    /**
     * Traces of sends and commands.
     */
    @ConfigDocSection
    TracesConfig traces();

    /**
     * Overrides for the groups of one name template.
     */
    @ConfigDocMapKey("template")
    @ConfigDocSection
    @WithDefaults
    Map<String, GroupConfig> groups();

    /** What clients may send. */
    interface InboundConfig {

        /**
         * How many WebSocket frames a client may send in a second; what it did not use counts for `inbound.burst`. A message in
         * several frames counts as often, and pings and commands count, too. Who sends more is closed with close code 1008. `0`
         * means any number.
         */
        @WithDefault("10000")
        int messagesPerSecond();

        /**
         * How many bytes of payload, after it was inflated, a client may send in a second; as `inbound.messages-per-second`
         * otherwise. `0` means any number.
         */
        @WithDefault("16M")
        MemorySize bytesPerSecond();

        /**
         * For how long a client may save up what it may send: so many seconds' worth of it may come at once.
         */
        @WithDefault("10s")
        Duration burst();

        /**
         * How many messages of one connection may wait to be handled by its endpoint, or be handled at the same time; commands
         * that are under way are among them. With so many the socket is not read any more until half of them have been
         * handled: the client is slowed down by TCP.
         */
        @WithDefault("200")
        int maxUnhandled();

        /**
         * How many bytes of all clients may wait on this node to be handled, with about 1 kB for each message besides its own.
         * With so many, those clients are not read any more of which something waits, until it is half of that. Half as many
         * may be of frames and messages that clients have begun and not ended; beyond that those are closed with 1013 that
         * began longest ago.
         */
        @WithDefault("64M")
        MemorySize maxPending();
    }

    /** The engine of many nodes. */
    interface RedisConfig {

        /**
         * What all keys and channels begin with. Applications that share a Redis server and not their groups need different
         * ones, or different databases.
         */
        @WithDefault("channel-box:")
        String prefix();

        /**
         * The name of the Redis client, the `chat` of `quarkus.redis.chat.hosts`. Not set: the one without a name.
         */
        Optional<String> clientName();

        /**
         * How long a send waits for Redis before it fails, how long an upgrade waits until the node gets the messages of the
         * groups, and how long the start of the application waits. A send that was on its way when Redis went away takes up to
         * twice as long, to find out what became of it.
         */
        @WithDefault("5s")
        Duration timeout();

        /**
         * How long a group is remembered that nobody has stored a message in, after its last member has left: a client that
         * comes back in that time knows that it has missed nothing. The nodes renew it for groups that have members, four times
         * in that time; a node that cannot reach Redis for longer tells their members of a gap.
         */
        @WithDefault("5m")
        Duration emptyGroupLife();

        /**
         * What happens if Redis is away at the start: `fail` the application does not start, `degraded` it does, its clients
         * can connect, and sends fail until Redis is there.
         */
        @WithDefault("fail")
        StartPolicy start();
    }

    /** The history of groups. */
    interface HistoryConfig {

        /**
         * Which messages are stored: `on-request` those that are sent with `saveHistory`, `always` all, `never` none.
         */
        @WithDefault("on-request")
        HistoryStorage enabled();

        /**
         * How many messages a group's history holds; the oldest go first.
         */
        @WithDefault("100")
        int size();

        /**
         * How many bytes of payload a group's history holds; the oldest go first. A message that is larger by itself cannot be
         * stored: sending it with history fails, and it reaches nobody.
         */
        @WithDefault("1M")
        MemorySize maxBytes();

        /**
         * How long a message stays in the history. Not set: for ever.
         */
        Optional<Duration> ttl();
    }

    /** The scheduled cleanup. */
    interface CleanupConfig {

        /**
         * How often expired channels are closed, messages removed that are too old, and empty groups forgotten: a duration, or
         * `off`.
         */
        @WithDefault("60s")
        String every();
    }

    /** Who is in a group. */
    interface PresenceConfig {

        /**
         * Whether the members of a group are told who is there, and who comes and goes.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * With how many channels of a group its members are still told who they are. With more they are told only how many
         * there are, once a second at most.
         */
        @WithDefault("1000")
        int maxChannels();

        /**
         * How many bytes it may cost in a second to tell the members of one group on this node who comes and goes; what was
         * not used for some minutes (256 s) may be used later. With more to tell they are told later, and of more at a time.
         */
        @WithDefault("256K")
        MemorySize maxBytesPerSecond();

        /**
         * What an entry stands for, in what members are told and in what `Group.presence()` brings: `connection` each of them,
         * `user` all connections of one principal on all nodes, with their number; connections that nobody is authenticated for
         * are an entry each.
         */
        @WithDefault("connection")
        PresenceBy by();

        /**
         * For how long members are not told that a user has left, or has fewer connections, in case that they come back: a
         * reload of a page is no news then. In groups whose presence is by connection, a leave that is followed by a join of
         * the same user is told together with it. Who is not authenticated is not waited for. For the same time a group that
         * has lost its last member does not count as vacated (`GroupVacated`). `0` means that nothing waits.
         */
        @WithDefault("0")
        Duration leaveDelay();
    }

    /** The operator's page. */
    interface OperatorPageConfig {

        /**
         * Whether the operator's page answers: how the node is doing, as JSON, at `channel-box` under
         * `quarkus.http.non-application-root-path`, on the management interface where that is enabled. It names groups and
         * users: without a management interface protect its path.
         */
        @WithDefault("false")
        boolean enabled();
    }

    /** The JavaScript client. */
    interface ClientConfig {

        /**
         * Whether the application serves the JavaScript client.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * The path of the JavaScript client, an ES module, under `quarkus.http.root-path`.
         */
        @WithDefault("/channel-box.js")
        String path();
    }

    /** Traces of sends and commands. */
    interface TracesConfig {

        /**
         * Whether there is a span for each send and each command of a client. Only applicable when the OpenTelemetry extension
         * is present.
         */
        @WithDefault("true")
        boolean enabled();
    }

    /** Overrides for the groups of one name template; what is not set is as `@ChannelGroup` has it, or else as above. */
    interface GroupConfig {

        /**
         * See `quarkus.channel-box.expires`.
         */
        Optional<Duration> expires();

        /**
         * See `quarkus.channel-box.payload-type`.
         */
        Optional<PayloadType> payloadType();

        /**
         * See `quarkus.channel-box.replay`.
         */
        OptionalInt replay();

        /**
         * See `quarkus.channel-box.max-resume`.
         */
        OptionalInt maxResume();

        /**
         * See `quarkus.channel-box.max-channels-per-group`.
         */
        OptionalInt maxChannelsPerGroup();

        /**
         * See `quarkus.channel-box.max-buffered`.
         */
        Optional<MemorySize> maxBuffered();

        /**
         * See `quarkus.channel-box.slow-consumer`.
         */
        Optional<SlowConsumerPolicy> slowConsumer();

        /**
         * The history of the groups of that template.
         */
        GroupHistoryConfig history();

        /**
         * Who is in the groups of that template.
         */
        GroupPresenceConfig presence();
    }

    /** Overrides of the presence. */
    interface GroupPresenceConfig {

        /**
         * See `quarkus.channel-box.presence.enabled`.
         */
        Optional<Boolean> enabled();

        /**
         * See `quarkus.channel-box.presence.max-channels`.
         */
        OptionalInt maxChannels();

        /**
         * See `quarkus.channel-box.presence.by`.
         */
        Optional<PresenceBy> by();

        /**
         * See `quarkus.channel-box.presence.leave-delay`.
         */
        Optional<Duration> leaveDelay();
    }

    /** Overrides of the history. */
    interface GroupHistoryConfig {

        /**
         * See `quarkus.channel-box.history.enabled`.
         */
        Optional<HistoryStorage> enabled();

        /**
         * See `quarkus.channel-box.history.size`.
         */
        OptionalInt size();

        /**
         * See `quarkus.channel-box.history.max-bytes`.
         */
        Optional<MemorySize> maxBytes();

        /**
         * See `quarkus.channel-box.history.ttl`.
         */
        Optional<Duration> ttl();
    }
}
