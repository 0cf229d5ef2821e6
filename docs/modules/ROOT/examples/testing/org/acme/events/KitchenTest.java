package org.acme.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.acme.events.KitchenSocket.Dish;
import org.acme.events.KitchenSocket.Ticket;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testing.GroupClient;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class KitchenTest {

    // tag::request[]
    @Test
    void aWaiterOrders() {
        try (GroupClient waiter = GroupClient.connect("/ws/kitchens/main")) {
            Ticket ticket = waiter.request("order", new Dish("soup", 2), Ticket.class);
            assertEquals(new Ticket("main", new Dish("soup", 2), waiter.connectionId()), ticket);
        }
    }
    // end::request[]
}
