package io.quarkiverse.channelbox.runtime;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;

/**
 * A send that each subscription performs once. A {@code Uni} of its own, since those of {@code Uni.createFrom()} capture the
 * caller's context, which costs more than the send and serves nothing here.
 */
final class SendUni extends AbstractUni<Receipt> {

    private final Publisher publisher;
    private final Target target;
    private final Object payload;
    private final SendOptions options;
    private final boolean isSlowedDown;
    private final Object caller;

    /** @param isSlowedDown whether the receipt comes later if too much waits on this node already */
    SendUni(Publisher publisher, Target target, Object payload, SendOptions options, boolean isSlowedDown) {
        this.publisher = publisher;
        this.target = target;
        this.payload = payload;
        this.options = options;
        this.isSlowedDown = isSlowedDown;
        this.caller = publisher.observers().caller();
    }

    @Override
    public void subscribe(UniSubscriber<? super Receipt> subscriber) {
        Sending sending = publisher.observers().begin(caller, target, payload, options);
        Uni<Receipt> published;
        try {
            published = publisher.publish(target, payload, options, isSlowedDown, sending);
        } catch (RuntimeException e) {
            published = Uni.createFrom().failure(e);
        }
        AbstractUni.subscribe(published, sending == Sending.NONE ? subscriber : new ObservedSend(subscriber, sending));
    }
}
