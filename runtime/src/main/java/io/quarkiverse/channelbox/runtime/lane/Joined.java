package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.runtime.time.Durations;

/**
 * The memberships of one connection by group, in the order of the joins, with the shortest of their expiries. Thread-safe: a
 * group is changed first, then this; nothing is called while its lock is held.
 */
final class Joined {

    private Map<String, Member> members = new LinkedHashMap<>(2);
    /** Of the map; who asks many connections need not lock each. */
    private volatile int size;
    private volatile boolean hasEnded;
    /** The shortest expiry in milliseconds, 0 for none, and how many members have it. */
    private long shortest;
    private int shortestCount;

    /** Returns whether that was possible: a connection that has ended joins nothing any more. */
    synchronized boolean add(Member member) {
        if (hasEnded) {
            return false;
        }
        members.put(member.group(), member);
        size = members.size();
        count(Durations.millis(member.expires()));
        return true;
    }

    private void count(long expires) {
        if (expires > 0 && (shortestCount == 0 || expires < shortest)) {
            shortest = expires;
            shortestCount = 1;
        } else if (expires > 0 && expires == shortest) {
            shortestCount++;
        }
    }

    synchronized void remove(Member member) {
        if (!members.remove(member.group(), member)) {
            return;
        }
        size = members.size();
        if (Durations.millis(member.expires()) == shortest && --shortestCount <= 0) {
            countAgain();
        }
    }

    /** A member has another expiry now. */
    synchronized void countAgain() {
        shortest = 0;
        shortestCount = 0;
        members.values().forEach(member -> count(Durations.millis(member.expires())));
    }

    synchronized long shortestExpiry() {
        return shortest;
    }

    /** As it was a moment ago. */
    int size() {
        return size;
    }

    synchronized boolean contains(String group) {
        return members.containsKey(group);
    }

    synchronized List<Member> all() {
        return List.copyOf(members.values());
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Ends it; returns what it was a member of, nothing from the second call on. */
    synchronized List<Member> end() {
        hasEnded = true;
        List<Member> all = new ArrayList<>(members.values());
        members = new LinkedHashMap<>(0);
        size = 0;
        return all;
    }
}
