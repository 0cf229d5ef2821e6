package org.acme.chat;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Receipt;
import io.smallrye.mutiny.Uni;

// tag::resource[]
@Path("/chat/{room}")
public class ChatResource {

    @Inject
    ChannelBox channelBox;

    @POST
    public Uni<Receipt> say(String room, ChatMessage message) {
        return channelBox.group("chat-" + room).send(message);
    }
}
// end::resource[]
