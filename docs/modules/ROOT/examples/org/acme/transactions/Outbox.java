package org.acme.transactions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.scheduler.Scheduled;

// tag::outbox[]
@ApplicationScoped
public class Outbox {

    @Inject
    EntityManager entities;

    @Inject
    ChannelBox channelBox;

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void announceWhatIsLeft() {
        entities.createQuery("from Purchase where not announced order by id", Purchase.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE) // <1>
                .setMaxResults(100).getResultList().forEach(this::announce);
    }

    private void announce(Purchase purchase) {
        PurchaseMade made = purchase.made();
        channelBox.group("purchases-" + made.customer()).sendAndAwait(made, // <2>
                SendOptions.saveHistory().idempotencyKey("purchase-" + made.id())); // <3>
        purchase.markAnnounced();
    }
}
// end::outbox[]
