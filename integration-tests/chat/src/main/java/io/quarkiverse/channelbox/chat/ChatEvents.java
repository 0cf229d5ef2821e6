package io.quarkiverse.channelbox.chat;

import io.micrometer.core.annotation.Counted;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkiverse.channelbox.SendOptions;
import io.smallrye.mutiny.Uni;

/** What the chat tells everybody in a room. */
@GroupPublisher("chat-{group}")
@SaveHistory
public interface ChatEvents {

    /** Somebody has said something. */
    @Counted("chat.said")
    Uni<Receipt> said(String group, ChatMessage message, SendOptions options);
}
