package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.message.LogPosition;

/** That this node gets the messages of a group. Used on the engine's loop. */
final class Subscription {

    private final String group;
    private final String channel;
    private boolean active;
    private boolean ended;
    /** All messages up to that one were handed on; {@code null} as long as it is not known which is the first one to be. */
    private LogPosition position;
    /** In which log that is; {@code null} with it. */
    private StoredLog placedIn;
    /** Messages that wait until those before them are read; {@code null} when none are to. */
    private Deque<PublishedMessage> held;
    /** Whether there was no room for others, and how many of those are in no log. */
    private boolean isAnyLeftOut;
    private long unstoredLeftOut;
    /** How many of them came before those were read. */
    private int heldBeforeMark;
    /** Members have joined that could not be told up to which message the group was. */
    private boolean blind;
    private final List<JoinBatch> joins = new ArrayList<>();

    Subscription(String group, String channel) {
        this.group = group;
        this.channel = channel;
    }

    String group() {
        return group;
    }

    String channel() {
        return channel;
    }

    /** Redis has acknowledged it. */
    boolean isActive() {
        return active;
    }

    void active(boolean value) {
        active = value;
    }

    /** This node has no member of the group any more. */
    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    boolean isPlaced() {
        return position != null;
    }

    LogPosition position() {
        return position;
    }

    void place(LogPosition newPosition) {
        position = newPosition;
    }

    /** All messages were handed on that a log had when it was read, up to its end. */
    void place(LogExtent read) {
        position = read.end();
        placedIn = read.log();
    }

    /** Up to which offset this node has handed on what a log has; -1 if that is not known. */
    long commonWith(StoredLog log) {
        long common = log.commonWith(position);
        // A server that has lost a whole epoch may still have what came before it.
        return common < 0 && placedIn != null ? placedIn.commonEarlier(log) : common;
    }

    boolean isHolding() {
        return held != null;
    }

    void hold() {
        held = new ArrayDeque<>();
        heldBeforeMark = 0;
    }

    void mark() {
        heldBeforeMark = held == null ? 0 : held.size();
    }

    int heldBeforeMark() {
        return heldBeforeMark;
    }

    void hold(PublishedMessage message) {
        held.add(message);
    }

    /** There is no room to hold it. */
    void leaveOut(PublishedMessage message) {
        isAnyLeftOut = true;
        unstoredLeftOut += message.stored() ? 0 : 1;
    }

    /** How many messages were left out that are in no log; empty if none was left out at all. It counts anew from now on. */
    OptionalLong takeLeftOut() {
        OptionalLong its = isAnyLeftOut ? OptionalLong.of(unstoredLeftOut) : OptionalLong.empty();
        isAnyLeftOut = false;
        unstoredLeftOut = 0;
        return its;
    }

    /** The held messages; none are held from now on. */
    Deque<PublishedMessage> release() {
        Deque<PublishedMessage> all = held == null ? new ArrayDeque<>() : held;
        held = null;
        return all;
    }

    boolean isBlind() {
        return blind;
    }

    void blind(boolean value) {
        blind = value;
    }

    /** The members that wait to be told where they begin. */
    List<JoinBatch> joins() {
        return joins;
    }
}
