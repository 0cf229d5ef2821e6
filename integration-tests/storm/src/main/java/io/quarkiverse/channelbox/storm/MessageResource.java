package io.quarkiverse.channelbox.storm;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.smallrye.mutiny.Uni;

/** What the application itself sends. */
@Path("/groups/{group}/messages")
public class MessageResource {

    private final ChannelBox channelBox;

    public MessageResource(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    /** Sends any JSON value; returns the id of the message. */
    @POST
    public Uni<String> send(String group, JsonNode body) {
        return channelBox.group(group).send(body).map(receipt -> receipt.id().orElseThrow());
    }
}
