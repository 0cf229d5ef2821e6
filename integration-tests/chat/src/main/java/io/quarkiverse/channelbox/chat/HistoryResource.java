package io.quarkiverse.channelbox.chat;

import java.util.List;
import java.util.Map;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
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
    public Uni<Map<String, List<ChannelMessage>>> all() {
        return channelBox.history();
    }

    @DELETE
    public Uni<Flushed> flush() {
        return channelBox.flushHistory().map(Flushed::new);
    }
}
