package io.quarkiverse.channelbox.runtime.inbound;

import io.netty.buffer.ByteBuf;

/** Checks that a text is UTF-8 (RFC 3629), however it is cut. */
final class Utf8 {

    /** Set in bytes that are not ASCII. */
    private static final long NOT_ASCII = 0x8080808080808080L;

    /** How many bytes of the current character are to come. */
    private int missing;
    /** Between what the next of them has to be. */
    private int low;
    private int high;

    /** The next text begins, whatever was before. */
    void begin() {
        missing = 0;
    }

    /** Whether no character is begun that has not ended. */
    boolean isComplete() {
        return missing == 0;
    }

    /** Takes the next bytes of a text; returns whether they can be. */
    boolean accepts(ByteBuf bytes) {
        int index = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (index < end) {
            if (missing == 0) {
                while (end - index >= Long.BYTES && (bytes.getLong(index) & NOT_ASCII) == 0) {
                    index += Long.BYTES;
                }
                if (index == end) {
                    return true;
                }
            }
            int next = bytes.getUnsignedByte(index++);
            if (missing == 0 ? !mayBegin(next) : !mayGoOn(next)) {
                return false;
            }
        }
        return true;
    }

    private boolean mayBegin(int next) {
        if (next < 0x80) {
            return true;
        }
        missing = next >= 0xF0 ? 3 : next >= 0xE0 ? 2 : 1;
        // Neither longer than need be, nor a surrogate, nor beyond the last code point.
        low = next == 0xE0 ? 0xA0 : next == 0xF0 ? 0x90 : 0x80;
        high = next == 0xED ? 0x9F : next == 0xF4 ? 0x8F : 0xBF;
        return next >= 0xC2 && next <= 0xF4;
    }

    private boolean mayGoOn(int next) {
        boolean isRight = next >= low && next <= high;
        missing--;
        low = 0x80;
        high = 0xBF;
        return isRight;
    }
}
