package org.acme.transactions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

// tag::shop[]
@ApplicationScoped
public class Shop {

    @Inject
    EntityManager entities;

    @Inject
    Event<PurchaseMade> purchases;

    @Transactional
    public void buy(String customer, String article) {
        Purchase purchase = new Purchase(customer, article);
        entities.persist(purchase);
        purchases.fire(purchase.made()); // <1>
    }
}
// end::shop[]
