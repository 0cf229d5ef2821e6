package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.concurrent.CompletableFuture;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** A message on its way: until Redis has replied, and it has come back to this node if it is to. Used on the engine's loop. */
final class PendingSend {

    private final long number;
    private final Publication publication;
    private final byte[] message;
    private final long deadline;
    /** Where the sender goes on, if that is an event loop. */
    private final Context sender = Context.isOnEventLoopThread() ? Vertx.currentContext() : null;
    private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    private Receipt reply;
    private int delivered = -1;
    private boolean inFlight;
    private boolean done;

    /**
     * @param number no other send of this node has it
     * @param message as {@link MessageCodec} encodes it
     * @param deadline by {@link EngineLoop#millis()}
     */
    PendingSend(long number, Publication publication, byte[] message, long deadline) {
        this.number = number;
        this.publication = publication;
        this.message = message;
        this.deadline = deadline;
    }

    long number() {
        return number;
    }

    Publication publication() {
        return publication;
    }

    byte[] message() {
        return message;
    }

    long deadline() {
        return deadline;
    }

    CompletableFuture<Receipt> receipt() {
        return receipt;
    }

    boolean isInFlight() {
        return inFlight;
    }

    void inFlight(boolean value) {
        inFlight = value;
    }

    boolean isDone() {
        return done;
    }

    boolean hasReply() {
        return reply != null;
    }

    boolean hasArrived() {
        return delivered >= 0;
    }

    void replied(Receipt value) {
        reply = value;
    }

    void arrived(int channels) {
        delivered = channels;
    }

    /** Tells the sender what Redis replied. */
    void succeed() {
        int deliveredHere = Math.max(0, delivered);
        Receipt result = reply.id().map(id -> Receipt.stored(id, deliveredHere))
                .orElseGet(() -> Receipt.notStored(deliveredHere));
        end(() -> receipt.complete(result));
    }

    void fail(Throwable failure) {
        end(() -> receipt.completeExceptionally(failure));
    }

    private void end(Runnable tell) {
        done = true;
        if (sender == null) {
            tell.run();
        } else {
            sender.runOnContext(ignored -> tell.run());
        }
    }
}
