package io.quarkiverse.channelbox.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.ChannelBox;
import io.smallrye.mutiny.Uni;

/** What was said before, in all groups. */
@Path("/api/history")
public class HistoryResource {

    /** How many messages were forgotten. */
    public record Flushed(int messages) {
    }

    private final ChannelBox channelBox;

    public HistoryResource(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    @GET
    public Uni<Map<String, List<StoredMessage>>> all() {
        return channelBox.history().map(byGroup -> {
            Map<String, List<StoredMessage>> all = new LinkedHashMap<>();
            byGroup.forEach((group, messages) -> all.put(group, StoredMessage.of(messages)));
            return all;
        });
    }

    @DELETE
    public Uni<Flushed> flush() {
        return channelBox.flushHistory().map(Flushed::new);
    }
}
