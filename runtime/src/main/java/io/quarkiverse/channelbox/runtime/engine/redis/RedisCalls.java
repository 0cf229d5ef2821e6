package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.function.Supplier;

import io.quarkiverse.channelbox.ChannelBoxException;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;

/** Asks Redis on the engine's loop, for callers anywhere. */
final class RedisCalls {

    private final EngineLoop loop;
    private final long timeoutMillis;

    RedisCalls(EngineLoop loop, long timeoutMillis) {
        this.loop = loop;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Asks at each subscription.
     *
     * @param failure what it means that there is no answer
     */
    <T> Uni<T> ask(String failure, Supplier<Future<T>> question) {
        return Uni.createFrom().<T> emitter(emitter -> loop.execute(() -> asked(question).onComplete(answer -> {
            if (answer.succeeded()) {
                emitter.complete(answer.result());
            } else {
                emitter.fail(failure(failure, answer.cause()));
            }
        }))).ifNoItem().after(Duration.ofMillis(2 * timeoutMillis)).failWith(() -> new EngineUnavailableException(
                failure + ": Redis did not answer within " + 2 * timeoutMillis + " ms", null));
    }

    private static <T> Future<T> asked(Supplier<Future<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** What a caller gets for a problem of Redis. */
    static ChannelBoxException failure(String failure, Throwable cause) {
        if (cause instanceof EngineUnavailableException unavailable) {
            return new EngineUnavailableException(failure + ": " + unavailable.getMessage(), unavailable,
                    unavailable.isOutcomeUnknown());
        }
        return cause instanceof ChannelBoxException own ? own
                : new EngineUnavailableException(failure + ": Redis cannot be used: " + cause, cause);
    }
}
