package org.acme.events;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

// tag::socket[]
@WebSocket(path = "/ws/kitchens/{kitchen}")
@ChannelGroup("kitchen-{kitchen}")
public class KitchenSocket {

    public record Dish(String name, int count) {
    }

    public record Ticket(String kitchen, Dish dish, String waiter) {
    }

    @Inject
    ChannelBox channelBox;

    @OnEvent("order") // <1>
    Uni<Ticket> order(Dish dish, @PathParam String kitchen, WebSocketConnection connection) {
        Ticket ticket = new Ticket(kitchen, dish, connection.id());
        return channelBox.group("kitchen-" + kitchen).send(ticket).replaceWith(ticket);
    }

    @OnEvent("dishes") // <2>
    int dishes() {
        return 12;
    }

    @OnPongMessage // <3>
    void ignore(Buffer data) {
    }
}
// end::socket[]
