package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A member that checks what it gets of {@code server.Sender}: each message has its number, and one that is missing must have
 * been told by a frame {@code gap}. One thread reads, any other one may look.
 */
public final class Listener extends Reader {

    private static final byte[] JSON_MESSAGE = ascii("{\"type\":\"message\"");
    private static final byte[] DATA = ascii("\"data\":\"");
    private static final byte[] GAP = ascii("{\"type\":\"gap\"");
    private static final byte[] MISSED = ascii("\"missed\":");
    private static final byte[] JOINED = ascii("{\"type\":\"joined\"");

    private final long created = System.nanoTime();
    private final boolean speaksProtocol;
    private SelectionKey key;
    private volatile boolean isReady;
    private volatile boolean hasEnded;
    private volatile int closeCode;
    private volatile long messages;
    private volatile long last = -1;
    private volatile long firstAt;
    private volatile long lastAt;
    private volatile long worstNanos;
    private volatile long gaps;
    private volatile long missed;
    private volatile long afterGap = -1;
    private volatile long wrong;
    private long missedBeforeNext;

    Listener(SocketChannel socket, String subprotocol) {
        super(socket, subprotocol);
        this.speaksProtocol = subprotocol != null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void key(SelectionKey ofSocket) {
        key = ofSocket;
    }

    void reads(boolean doesRead) {
        key.interestOps(doesRead ? SelectionKey.OP_READ : 0);
    }

    @Override
    void upgraded() {
        isReady = !speaksProtocol;
    }

    @Override
    void closed(int code) {
        closeCode = code;
        hasEnded = true;
        key.cancel();
    }

    @Override
    void frame(byte[] beginning, int length) throws IOException {
        if (!speaksProtocol) {
            message(beginning, 0);
        } else if (Protocol.startsWith(JSON_MESSAGE, beginning, 0, length)) {
            message(beginning, after(DATA, beginning, length));
        } else if (Protocol.startsWith(GAP, beginning, 0, length)) {
            long count = number(beginning, after(MISSED, beginning, length));
            gaps++;
            missed += count;
            missedBeforeNext += count;
        } else if (Protocol.startsWith(JOINED, beginning, 0, length)) {
            isReady = true;
        } else {
            answer(Protocol.CHANNELBOX_V1, beginning, length);
        }
    }

    private void message(byte[] bytes, int from) {
        long now = System.nanoTime();
        long number = number(bytes, from);
        if (messages == 0) {
            firstAt = now;
        } else if (number != last + 1 + missedBeforeNext) {
            wrong++;
        }
        if (missedBeforeNext > 0) {
            afterGap = number;
            missedBeforeNext = 0;
        }
        last = number;
        lastAt = now;
        worstNanos = Math.max(worstNanos, now - number(bytes, from + 11));
        messages++;
    }

    private static int after(byte[] part, byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (Protocol.startsWith(part, bytes, i, length)) {
                return i + part.length;
            }
        }
        throw new IllegalStateException(new String(bytes, 0, length, StandardCharsets.US_ASCII));
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** Whether it is a member, as far as it is told. */
    public boolean isReady() {
        return isReady;
    }

    public boolean hasEnded() {
        return hasEnded;
    }

    /** 0 if it ended without a close frame. */
    public int closeCode() {
        return closeCode;
    }

    public long messages() {
        return messages;
    }

    /** The number of the last message, -1 if there is none. */
    public long last() {
        return last;
    }

    /** From the request to the first message. */
    public long nanosToFirst() {
        return firstAt - created;
    }

    /** {@link System#nanoTime()} of the last message. */
    public long lastAt() {
        return lastAt;
    }

    /** The longest that a message took from its send. */
    public long worstNanos() {
        return worstNanos;
    }

    /** How many frames {@code gap} came. */
    public long gaps() {
        return gaps;
    }

    /** How many messages are missing, as it was told. */
    public long missed() {
        return missed;
    }

    /** The number of the message that followed the last gap. */
    public long afterGap() {
        return afterGap;
    }

    /** How many messages did not have the number that they should have. */
    public long wrong() {
        return wrong;
    }
}
