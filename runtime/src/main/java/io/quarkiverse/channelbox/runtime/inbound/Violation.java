package io.quarkiverse.channelbox.runtime.inbound;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;

/** What a client may do wrong, with the close code that says so (RFC 6455, section 7.4.1). */
enum Violation {

    PROTOCOL(1002, "protocol"),
    TYPE(1003, "type"),
    DATA(1007, "data"),
    SIZE(1009, "size"),
    /** Not wrong, but too much: what it has begun and not ended stands in the way of others. */
    UNFINISHED(1013, "unfinished");

    private final int code;
    private final String kind;

    Violation(int code, String kind) {
        this.code = code;
        this.kind = kind;
    }

    int code() {
        return code;
    }

    /** As metrics have it. */
    String kind() {
        return kind;
    }

    /** As Netty's decoder has found it. */
    static Violation of(CorruptedWebSocketFrameException found) {
        return switch (found.closeStatus().code()) {
            case 1007 -> DATA;
            case 1009 -> SIZE;
            default -> PROTOCOL;
        };
    }
}
