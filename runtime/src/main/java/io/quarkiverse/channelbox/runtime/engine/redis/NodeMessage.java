package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.charset.StandardCharsets;

import io.vertx.core.json.JsonObject;

/** What nodes tell each other: JSON, behind a character that says of what kind it is. */
final class NodeMessage {

    private NodeMessage() {
    }

    /** @param type an ASCII character */
    static String of(byte type, JsonObject content) {
        return (char) type + content.encode();
    }

    static JsonObject content(byte[] message) {
        return new JsonObject(new String(message, 1, message.length - 1, StandardCharsets.UTF_8));
    }
}
