package io.quarkiverse.channelbox.chat;

import java.util.List;

/** Text frames that are no chat messages. */
final class Garbage {

    static final List<String> FRAMES = List.of("", "garbage", "{", "[]", "null", "42", "\"text\"", "{}",
            ChatTestBase.said("ann", "x") + "x",
            "{\"username\":\"ann\"}", "{\"message\":\"hi\"}", "{\"username\":1,\"message\":\"hi\"}",
            "{\"username\":\"ann\",\"message\":null}", "{\"username\":\"ann\",\"message\":{\"a\":1}}",
            "[" + ChatTestBase.said("ann", "x") + "]",
            "[".repeat(5000), "{\"username\":\"ann\",\"message\":\"x\",\"more\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
            "\u0000", "x".repeat(64 * 1024));

    private Garbage() {
    }
}
