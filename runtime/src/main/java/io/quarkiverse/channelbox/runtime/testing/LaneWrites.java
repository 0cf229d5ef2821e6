package io.quarkiverse.channelbox.runtime.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.lane.Lane;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.testing.SocketWrites;

/** A message has its receipt as soon as the lanes have it: they write it in a turn of theirs, maybe a while later. */
@Singleton
public class LaneWrites implements SocketWrites {

    private final Lanes lanes;

    public LaneWrites(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public void await(Duration timeout) {
        CompletableFuture<?>[] flushed = lanes.all().stream().map(LaneWrites::flushed).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(flushed).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while messages were being written", e);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("What was sent is still being written", e);
        }
    }

    /**
     * Behind the messages that wait, and after the end of the turn that comes to it, for that is when what it wrote is flushed.
     */
    private static CompletableFuture<Void> flushed(Lane lane) {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        lane.inOrder(() -> {
            if (!lane.execute(() -> flushed.complete(null))) {
                flushed.complete(null);
            }
        });
        return flushed;
    }
}
