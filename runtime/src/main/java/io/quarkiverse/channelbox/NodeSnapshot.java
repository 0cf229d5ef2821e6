package io.quarkiverse.channelbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How this node is doing, for those who operate it: what is large, busy, slow or behind, as it was at one moment. Bounded in
 * size, whatever the node has: of groups, connections and channels it holds {@value #MOST} of a kind at the most. Immutable;
 * what was added up may be a moment apart.
 *
 * @see ChannelBox.Local#snapshot()
 */
public interface NodeSnapshot {

    /** How many groups, connections or channels a list has at the most. */
    int MOST = 20;

    /** When it was taken. */
    Instant at();

    /** Whether upgrades are let in; {@code false} once the application shuts down. */
    boolean accepting();

    /** The groups that have a channel on this node. */
    int groupCount();

    /** The channels of this node. */
    int channelCount();

    /** The connections that are in a group and do not speak {@code channelbox.v1}. */
    int plainConnections();

    /** The connections that speak {@code channelbox.v1}. */
    int protocolConnections();

    /** Bytes that wait for the sockets. */
    long bufferedBytes();

    /**
     * Bytes that wait in the lanes, of each message once for every member, as {@code quarkus.channel-box.max-pending} counts.
     */
    long pendingBytes();

    /** {@code quarkus.channel-box.max-pending} in bytes. */
    long maxPendingBytes();

    /** The groups with the most channels on this node, the largest first. */
    List<GroupState> largestGroups();

    /** The groups that cost the most now: messages a second times channels, the busiest first. */
    List<GroupState> busiestGroups();

    /** The connections for which the most bytes wait, the slowest first. */
    List<ConnectionState> slowConnections();

    /** Channels that do not get what is sent now, but read the log: after a join, a resume, or since they were slow. */
    List<ChannelState> catchingUp();

    /** One for each event loop that has, or had, a connection. */
    List<LaneState> lanes();

    /** What spans the nodes. */
    EngineState engine();

    /** A group on this node. */
    interface GroupState {

        /** The name of the group. */
        String name();

        /** The template of the {@code @ChannelGroup} that the name fits; {@code *} for none. */
        String template();

        /** Its channels on this node. */
        int channels();

        /** Messages to it, over about the last ten seconds. */
        double messagesPerSecond();

        /** Bytes that wait for the sockets of its channels; of a connection in several groups all of them. */
        long bufferedBytes();

        /** Channels that read the log. */
        int catchingUp();
    }

    /** A connection of this node. */
    interface ConnectionState {

        /** The id of the connection. */
        String id();

        /** The name of the authenticated principal, if there is one. */
        Optional<String> principal();

        /** Whether it speaks {@code channelbox.v1}. */
        boolean protocol();

        /** How many groups it is in. */
        int groups();

        /** As {@link Channel#lastActive()}. */
        Instant lastActive();

        /** Bytes that wait for its socket. */
        long bufferedBytes();
    }

    /** One connection's membership of one group. */
    interface ChannelState {

        /** The name of the group. */
        String group();

        /** Whose membership it is. */
        ConnectionState connection();

        /** When it became a member. */
        Instant joinedAt();

        /** Whether it reads the log, and does not get what is sent now. */
        boolean catchingUp();
    }

    /** What one event loop does for the extension. */
    interface LaneState {

        /** How many connections it has. */
        int connections();

        /** Bytes that wait in it, as {@link NodeSnapshot#pendingBytes()}. */
        long pendingBytes();

        /** The share of its time, 0 to 1, that it has spent writing messages, over about the last ten seconds. */
        double busy();
    }

    /** What spans the nodes. */
    interface EngineState {

        /** {@code local} or {@code redis}. */
        String name();

        /** Whether it can be used; a server that is there and refuses to be written to can, for what is not stored. */
        boolean up();

        /** Why it cannot be used, or written to. */
        Optional<String> trouble();

        /** Messages that wait for it, or for its reply. */
        int pending();

        /** How often the connection to it was lost. */
        long losses();

        /** Sends that failed because it was away, too slow, or refused. */
        long failures();
    }
}
