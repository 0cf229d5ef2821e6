package org.acme.transactions;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

// tag::entity[]
@Entity
public class Purchase {

    @Id
    @GeneratedValue
    Long id;
    String customer;
    String article;
    boolean announced;

    protected Purchase() {
    }

    Purchase(String customer, String article) {
        this.customer = customer;
        this.article = article;
    }

    PurchaseMade made() {
        return new PurchaseMade(id, customer, article);
    }

    void markAnnounced() {
        announced = true;
    }
}
// end::entity[]
