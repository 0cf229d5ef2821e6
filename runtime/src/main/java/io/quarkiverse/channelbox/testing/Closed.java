package io.quarkiverse.channelbox.testing;

/**
 * How a connection ended.
 *
 * @param code of the close frame; 1006 if there was none
 * @param reason of the close frame; empty for none
 */
public record Closed(int code, String reason) {

    static final int WITHOUT_CLOSE_FRAME = 1006;
}
