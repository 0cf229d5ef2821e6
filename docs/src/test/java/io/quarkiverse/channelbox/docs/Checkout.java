package io.quarkiverse.channelbox.docs;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import org.acme.transactions.PurchaseMade;
import org.acme.transactions.Shop;

import io.quarkiverse.channelbox.ChannelBox;

/** Transactions around purchases. */
@ApplicationScoped
@Transactional
class Checkout {

    static final class Declined extends RuntimeException {
    }

    @Inject
    Shop shop;

    @Inject
    ChannelBox channelBox;

    @Inject
    EntityManager entities;

    void declined(String customer, String article) {
        shop.buy(customer, article);
        throw new Declined();
    }

    /** What the page warns of. */
    void declinedButAnnounced(String customer, String article) {
        channelBox.group("purchases-" + customer).sendAndForget(new PurchaseMade(0, customer, article));
        declined(customer, article);
    }

    /** As if the process had died between the commit and the observer. */
    void boughtAndNotAnnounced(long id, String customer, String article) {
        entities.createNativeQuery("insert into Purchase (id, customer, article, announced) values (?1, ?2, ?3, false)")
                .setParameter(1, id).setParameter(2, customer).setParameter(3, article).executeUpdate();
    }

    /** As if it had died between a send of the outbox and the commit. */
    void forgetThatItWasAnnounced(long id) {
        entities.createQuery("update Purchase set announced = false where id = ?1").setParameter(1, id).executeUpdate();
    }

    List<Long> ids(String customer) {
        return entities.createQuery("select id from Purchase where customer = ?1", Long.class).setParameter(1, customer)
                .getResultList();
    }

    boolean isMarked(long id) {
        return entities.createQuery("select announced from Purchase where id = ?1", Boolean.class).setParameter(1, id)
                .getSingleResult();
    }
}
