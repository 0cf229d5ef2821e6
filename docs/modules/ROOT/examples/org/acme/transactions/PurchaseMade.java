package org.acme.transactions;

public record PurchaseMade(long id, String customer, String article) {
}
