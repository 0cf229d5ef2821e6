package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** An endpoint has the path parameters of the endpoint around it, but neither its groups nor those of its superclass. */
class NestedEndpointTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(House.class, House.Room.class, Hotel.class, Endpoint.class));

    /** What they have in common. */
    public abstract static class Endpoint {

        @Inject
        ChannelBox channelBox;

        @OnOpen
        String onOpen(WebSocketConnection connection) {
            return channelBox.local().channels(connection).stream().map(Channel::group).toList().toString();
        }

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/house/{house}")
    @ChannelGroup("house-{house}")
    public static class House extends Endpoint {

        @WebSocket(path = "/room/{room}", endpointId = "the-room")
        @ChannelGroup("room-{house}:{room}")
        @ChannelGroup.List({ @ChannelGroup("house-{house}.rooms") })
        static class Room extends Endpoint {
        }
    }

    @WebSocket(path = "/hotel/{house}")
    public static class Hotel extends House {
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void pathParametersAreInherited() {
        try (WsClient room = WsClient.open(base, "/house/white/room/oval");
                WsClient house = WsClient.open(base, "/house/white")) {
            assertEquals("[room-white:oval, house-white.rooms]", room.next());
            assertEquals("[house-white]", house.next());
            assertEquals(1, channelBox.group("room-white:oval").sendAndAwait("x").deliveredHere());
            assertEquals("x", room.next());
        }
    }

    @Test
    void groupsAreNot() {
        try (WsClient hotel = WsClient.open(base, "/hotel/white")) {
            assertEquals("[]", hotel.next());
        }
    }
}
