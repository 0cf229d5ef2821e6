package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.channelbox.PresenceEntry;
import io.vertx.core.json.JsonObject;

/** Members as JSON, as hashes hold them by the id of the connection. */
final class EntryCodec {

    private EntryCodec() {
    }

    static JsonObject encode(PresenceEntry entry) {
        JsonObject json = new JsonObject();
        if (entry.principal() != null) {
            json.put("p", entry.principal());
        }
        if (!entry.attributes().isEmpty()) {
            json.put("a", new JsonObject(new HashMap<>(entry.attributes())));
        }
        return json;
    }

    static PresenceEntry decode(String connectionId, JsonObject json) {
        Map<String, String> attributes = new HashMap<>();
        json.getJsonObject("a", new JsonObject()).forEach(each -> attributes.put(each.getKey(), (String) each.getValue()));
        return new PresenceEntry(connectionId, json.getString("p"), Map.copyOf(attributes));
    }
}
