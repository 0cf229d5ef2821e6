package org.acme.publishers;

import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkiverse.channelbox.SendOptions;
import io.smallrye.mutiny.Uni;

// tag::publisher[]
@GroupPublisher("orders-{customer}") // <1>
public interface OrderEvents {

    void shipped(String customer, Shipment shipment); // <2>

    @Event("order.cancelled") // <3>
    Uni<Receipt> cancelled(String customer, Cancellation reason);

    @SaveHistory // <4>
    Receipt placed(String customer, Order order, SendOptions options); // <5>
}
// end::publisher[]
