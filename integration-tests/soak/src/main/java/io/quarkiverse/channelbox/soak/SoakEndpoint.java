package io.quarkiverse.channelbox.soak;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.HistoryMode;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.common.annotation.NonBlocking;

/** A hall that a client is in from the upgrade on, rooms that it joins and leaves; it may publish to both. */
@Authenticated
@WebSocket(path = "/soak/{hall}")
@ChannelGroup(value = "hall-{hall}", history = HistoryMode.ALWAYS, publish = PublishMode.MEMBERS)
@ChannelGroup(value = "room-{room}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS, history = HistoryMode.ALWAYS)
public class SoakEndpoint {

    /** What is a message of the endpoint's own. */
    public record Note(int number) {
    }

    @OnEvent("echo")
    @NonBlocking
    JsonNode echo(JsonNode data) {
        return data;
    }

    @OnTextMessage
    @NonBlocking
    Note next(Note note) {
        return new Note(note.number() + 1);
    }
}
