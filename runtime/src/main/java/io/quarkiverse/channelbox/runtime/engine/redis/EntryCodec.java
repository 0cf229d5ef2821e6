package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.channelbox.PresenceEntry;
import io.vertx.core.json.JsonObject;

/** Members as JSON, as hashes hold them by the id of the connection. */
final class EntryCodec {

    private EntryCodec() {
    }

    /** What a member is known by: its entry is that of a connection. */
    static String id(PresenceEntry entry) {
        return entry.connectionId().orElseThrow();
    }

    static JsonObject encode(PresenceEntry entry) {
        JsonObject json = new JsonObject();
        entry.principal().ifPresent(name -> json.put("p", name));
        if (!entry.attributes().isEmpty()) {
            json.put("a", new JsonObject(new HashMap<>(entry.attributes())));
        }
        return json;
    }

    static PresenceEntry decode(String connectionId, JsonObject json) {
        Map<String, String> attributes = new HashMap<>();
        json.getJsonObject("a", new JsonObject()).forEach(each -> attributes.put(each.getKey(), (String) each.getValue()));
        return PresenceEntry.of(connectionId, Optional.ofNullable(json.getString("p")), attributes);
    }
}
