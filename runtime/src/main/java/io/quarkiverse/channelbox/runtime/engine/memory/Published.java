package io.quarkiverse.channelbox.runtime.engine.memory;

import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.channelbox.Receipt;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;

/**
 * The receipt of a message that has been published. A {@code Uni} of its own, since those of {@code Uni.createFrom()} capture
 * the caller's context, which costs more than to publish.
 */
final class Published extends AbstractUni<Receipt> {

    private final Receipt receipt;

    Published(Receipt receipt) {
        this.receipt = receipt;
    }

    @Override
    public void subscribe(UniSubscriber<? super Receipt> subscriber) {
        AtomicBoolean isCancelled = new AtomicBoolean();
        subscriber.onSubscribe(() -> isCancelled.set(true));
        if (!isCancelled.get()) {
            subscriber.onItem(receipt);
        }
    }
}
