package org.acme.transactions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.SendOptions;

// tag::announcer[]
@ApplicationScoped
public class Announcer {

    @Inject
    ChannelBox channelBox;

    void announce(@Observes(during = TransactionPhase.AFTER_SUCCESS) PurchaseMade made) { // <2>
        channelBox.group("purchases-" + made.customer()).sendAndForget(made, // <3>
                SendOptions.saveHistory().idempotencyKey("purchase-" + made.id()));
    }
}
// end::announcer[]
