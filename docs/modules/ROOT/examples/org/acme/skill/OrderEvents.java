package org.acme.skill;

import org.acme.publishers.Shipment;

import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.smallrye.mutiny.Uni;

// tag::publisher[]
@GroupPublisher("orders-{customer}")
public interface OrderEvents {

    @SaveHistory
    Uni<Receipt> shipped(String customer, Shipment shipment);
}
// end::publisher[]
