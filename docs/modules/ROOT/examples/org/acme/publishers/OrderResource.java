package org.acme.publishers;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;

// tag::resource[]
@Path("/customers/{customer}/orders")
public class OrderResource {

    @Inject
    OrderEvents events;

    @POST
    public Receipt place(String customer, Order order) {
        return events.placed(customer, order, SendOptions.defaults().idempotencyKey(order.number()));
    }
}
// end::resource[]
