package org.acme.sending;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
public class OrderService {

    public record Order(String id, String customer, String state) {
    }

    @Inject
    ChannelBox channelBox;

    // tag::send[]
    public Uni<Receipt> changed(Order order) {
        return channelBox.group("orders-" + order.customer()).send(order); // sent when somebody subscribes
    }
    // end::send[]

    // tag::forget[]
    public void changedQuietly(Order order) {
        channelBox.group("orders-" + order.customer()).sendAndForget(order);
    }
    // end::forget[]

    // tag::await[]
    public boolean reachedAnybody(Order order) {
        Receipt receipt = channelBox.group("orders-" + order.customer()).sendAndAwait(order);
        return receipt.deliveredHere() > 0;
    }
    // end::await[]

    // tag::options[]
    public Uni<Receipt> created(Order order, String connectionId) {
        SendOptions options = SendOptions.saveHistory()
                .event("created")
                .except(connectionId)
                .ttl(Duration.ofHours(8))
                .idempotencyKey(order.id());
        return channelBox.group("orders-" + order.customer()).send(order, options);
    }
    // end::options[]

    // tag::errors[]
    public void changedOrLogged(Order order) {
        try {
            channelBox.group("orders-" + order.customer()).sendAndAwait(order);
        } catch (PayloadException e) {
            Log.error("Nobody got it", e);
        }
    }
    // end::errors[]
}
