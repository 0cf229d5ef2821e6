package io.quarkiverse.channelbox.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.testclient.ProtocolClient;

/** Takes the places of those that are away, for a while, so that they find their groups full. */
final class Squatter implements Runnable {

    private static final int MAX_MILLIS = 2_000;

    private final URI base;
    private final Role role;
    private final Random random;
    private volatile boolean isStopped;

    /** @param role in whose groups it wants to be */
    Squatter(URI base, Role role, Random random) {
        this.base = base;
        this.role = role;
        this.random = random;
    }

    @Override
    public void run() {
        String path = "/storm/" + role.hall() + '/' + role.team() + "?token=squatter.9999999999";
        while (!isStopped) {
            try (ProtocolClient client = ProtocolClient.tryToOpen(base, path)) {
                role.rooms().forEach(room -> client.ask("join", "group", room));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_MILLIS));
            } catch (IOException | UncheckedIOException e) {
                // There is no place, or no server.
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        isStopped = true;
    }
}
