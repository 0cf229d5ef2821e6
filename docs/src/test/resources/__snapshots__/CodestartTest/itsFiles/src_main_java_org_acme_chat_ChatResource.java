package org.acme.chat;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.Receipt;
import io.smallrye.mutiny.Uni;

/** Anything in the application can speak in a room, here a request. */
@Path("/chat/{room}")
public class ChatResource {

    @Inject
    ChatRooms rooms;

    @POST
    public Uni<Receipt> say(String room, ChatMessage message) {
        return rooms.said(room, message);
    }
}
