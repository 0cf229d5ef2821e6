package io.quarkiverse.channelbox.runtime;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.quarkiverse.channelbox.Destination;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.AbstractUni;

/** The three ways to send, for whatever target. */
abstract class DefaultDestination implements Destination {

    private final Target target;
    private final Publisher publisher;
    private final SendFailures failures;

    DefaultDestination(Target target, Publisher publisher, SendFailures failures) {
        this.target = target;
        this.publisher = publisher;
        this.failures = failures;
    }

    Target target() {
        return target;
    }

    @Override
    public Uni<Receipt> send(Object payload, SendOptions options) {
        return send(payload, options, true);
    }

    private Uni<Receipt> send(Object payload, SendOptions options, boolean isSlowedDown) {
        Objects.requireNonNull(options, "options");
        return new SendUni(publisher, target, payload, options, isSlowedDown);
    }

    /** Nobody waits for the receipt, so that it need not be late. */
    @Override
    public void sendAndForget(Object payload, SendOptions options) {
        AbstractUni.subscribe(send(payload, options, false), new Forgotten(target, failures));
    }

    @Override
    public Receipt sendAndAwait(Object payload, SendOptions options) {
        boolean mayBlock = Infrastructure.canCallerThreadBeBlocked();
        if (!mayBlock && (publisher.mayWait() || publisher.slowsDown())) {
            throw new IllegalStateException("sendAndAwait would block " + Thread.currentThread().getName()
                    + ", an event loop: nothing was sent. Return the Uni of send(), use sendAndForget(),"
                    + " or make the method @Blocking or @RunOnVirtualThread");
        }
        CompletableFuture<Receipt> receipt = send(payload, options, mayBlock).subscribeAsCompletionStage();
        try {
            return receipt.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** For logs. */
    @Override
    public String toString() {
        return target.toString();
    }
}
