package io.quarkiverse.channelbox.runtime;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.smallrye.mutiny.Context;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

/** A subscription to a send that somebody follows, who is told of its end once and before the subscriber. */
final class ObservedSend extends AtomicBoolean implements UniSubscriber<Receipt> {

    private static final long serialVersionUID = 1L;

    private final transient UniSubscriber<? super Receipt> subscriber;
    private final transient Sending sending;

    ObservedSend(UniSubscriber<? super Receipt> subscriber, Sending sending) {
        this.subscriber = subscriber;
        this.sending = sending;
    }

    @Override
    public Context context() {
        return subscriber.context();
    }

    @Override
    public void onSubscribe(UniSubscription subscription) {
        subscriber.onSubscribe(() -> {
            if (compareAndSet(false, true)) {
                sending.failed(new CancellationException("Whoever waited for the receipt cancelled"));
            }
            subscription.cancel();
        });
    }

    @Override
    public void onItem(Receipt receipt) {
        if (compareAndSet(false, true)) {
            sending.sent(receipt);
        }
        subscriber.onItem(receipt);
    }

    @Override
    public void onFailure(Throwable failure) {
        if (compareAndSet(false, true)) {
            sending.failed(failure);
        }
        subscriber.onFailure(failure);
    }
}
