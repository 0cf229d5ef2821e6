package io.quarkiverse.channelbox.storm;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.HistoryMode;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** Groups of all three kinds: joined by annotation, by the endpoint itself, and by the client's command. */
@Authenticated
@WebSocket(path = "/storm/{hall}/{team}")
@ChannelGroup(value = "hall-{hall}", history = HistoryMode.ALWAYS)
@ChannelGroup(value = "room-{room}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS, history = HistoryMode.ALWAYS)
public class StormEndpoint {

    private static final CloseReason TRY_AGAIN_LATER = new CloseReason(1013, "the team is full");

    @Inject
    ChannelBox channelBox;

    @OnOpen
    @NonBlocking
    Uni<Void> opened(WebSocketConnection connection) {
        try {
            channelBox.group("team-" + connection.pathParam("team")).join(connection);
            return Uni.createFrom().voidItem();
        } catch (GroupFullException e) {
            return connection.close(TRY_AGAIN_LATER);
        } catch (ConnectionClosedException e) {
            // The client is gone already.
            return Uni.createFrom().voidItem();
        }
    }

    @OnTextMessage
    void ignore(String text) {
    }
}
