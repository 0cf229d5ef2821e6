package org.acme.chat;

import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.smallrye.mutiny.Uni;

/** Sends to everybody in a room. The build makes a bean of it, which can be injected anywhere. */
@GroupPublisher("chat-{room}")
public interface ChatRooms {

    /** Also stores the message, for those who come later. */
    @SaveHistory
    Uni<Receipt> said(String room, ChatMessage message);
}
