package io.quarkiverse.channelbox.runtime;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.smallrye.mutiny.Context;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

/**
 * Waits for no receipt, and only keeps a failure. A subscriber of its own, since those of {@code Uni.subscribe()} capture the
 * caller's context for each of their callbacks, which costs more than the send and serves nothing here.
 */
final class Forgotten implements UniSubscriber<Receipt> {

    private final Target target;
    private final SendFailures failures;

    Forgotten(Target target, SendFailures failures) {
        this.target = target;
        this.failures = failures;
    }

    @Override
    public Context context() {
        return Context.empty();
    }

    @Override
    public void onSubscribe(UniSubscription subscription) {
        // Nobody cancels it.
    }

    @Override
    public void onItem(Receipt receipt) {
        // Nobody asked for it.
    }

    @Override
    public void onFailure(Throwable failure) {
        failures.record(target, failure);
    }
}
