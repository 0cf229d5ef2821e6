package io.quarkiverse.channelbox.runtime;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.smallrye.mutiny.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

/**
 * Signs the id of a receipt, when it is asked for, which mostly nobody does. A {@code Uni} of its own, for the same reason as
 * {@link SendUni}.
 */
final class SignedSend extends AbstractUni<Receipt> {

    private final Uni<Receipt> published;
    private final String group;
    private final PositionSigner positions;

    /** @param published as the engine has it */
    SignedSend(Uni<Receipt> published, String group, PositionSigner positions) {
        this.published = published;
        this.group = group;
        this.positions = positions;
    }

    private Receipt signed(Receipt receipt) {
        return receipt.id().map(id -> Receipt.stored(() -> positions.id(group, id), receipt.deliveredHere())).orElse(receipt);
    }

    @Override
    public void subscribe(UniSubscriber<? super Receipt> subscriber) {
        AbstractUni.subscribe(published, new UniSubscriber<Receipt>() {

            @Override
            public Context context() {
                return subscriber.context();
            }

            @Override
            public void onSubscribe(UniSubscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onItem(Receipt receipt) {
                subscriber.onItem(signed(receipt));
            }

            @Override
            public void onFailure(Throwable failure) {
                subscriber.onFailure(failure);
            }
        });
    }
}
