package io.quarkiverse.channelbox.benchmark.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.channelbox.ChannelBoxException;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.vertx.core.MultiMap;

/**
 * One worker that sends to a group, as fast as it may or every so many milliseconds, for some time or some messages. A message
 * begins with its number, 10 digits, and the time, 19 digits; each of them is followed by a blank.
 */
final class Sender {

    private static final int HEAD = 31;

    private final Group group;
    private final SendOptions options;
    private final boolean forgets;
    private final long seconds;
    private final long messages;
    private final long everyMillis;
    private final String padding;
    private final StringBuilder payload = new StringBuilder();
    /** The number of the first message. */
    private final long first;
    private long sent;

    Sender(Group group, MultiMap parameters) {
        this.group = group;
        this.options = "true".equals(parameters.get("store")) ? SendOptions.saveHistory() : SendOptions.defaults();
        this.forgets = "true".equals(parameters.get("forget"));
        this.seconds = number(parameters, "seconds", 3600);
        this.messages = number(parameters, "messages", Long.MAX_VALUE);
        this.first = number(parameters, "first", 0);
        this.everyMillis = number(parameters, "every", 0);
        this.padding = "x".repeat((int) number(parameters, "size", 128) - HEAD);
    }

    private static long number(MultiMap parameters, String key, long absent) {
        return parameters.contains(key) ? Long.parseLong(parameters.get(key)) : absent;
    }

    String run() {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        while (sent < messages - 1 && System.nanoTime() < end) {
            if (forgets) {
                group.sendAndForget(next(), options);
            } else {
                group.sendAndAwait(next(), options);
            }
            long wait = everyMillis == 0 ? 0 : start + TimeUnit.MILLISECONDS.toNanos(sent * everyMillis) - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
        }
        sendLast();
        return "start=" + start + " nanos=" + (System.nanoTime() - start) + " sent=" + sent + " last="
                + (first + sent - 1);
    }

    /** By this one the members see that they have all. */
    private void sendLast() {
        String last = next();
        while (true) {
            try {
                group.sendAndAwait(last, options);
                return;
            } catch (ChannelBoxException overloaded) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private String next() {
        payload.setLength(0);
        append(first + sent++, 10);
        append(System.nanoTime(), 19);
        return payload.append(padding).toString();
    }

    private void append(long number, int digits) {
        String text = Long.toString(number);
        payload.append("0".repeat(digits - text.length())).append(text).append(' ');
    }
}
