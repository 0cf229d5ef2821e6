package io.quarkiverse.channelbox.storm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the application send messages, and tells the log what is stored; while the server is away, what became of it is unknown.
 */
final class Publisher {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MILLIS_BETWEEN_MESSAGES = 15;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final Ledger ledger;
    private volatile int published;
    private volatile boolean isStopped;
    private Thread thread;

    Publisher(URI base, Ledger ledger) {
        this.base = base;
        this.ledger = ledger;
    }

    /** Sends one message after the other, to each group in turn, until it is stopped. */
    void start(List<String> groups) {
        thread = new Thread(() -> {
            try {
                for (int n = 0; !isStopped; n++) {
                    TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_MESSAGES);
                    try {
                        publish(groups.get(n % groups.size()), "the application says " + n);
                        published++;
                    } catch (IOException e) {
                        // The server is away, or went away before it answered.
                    }
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, "publisher");
        thread.start();
    }

    /** How many are stored. */
    int published() {
        return published;
    }

    void stop() throws InterruptedException {
        isStopped = true;
        thread.join();
    }

    /** Returns the id of the message. @throws IOException if the server went away before it answered */
    String publish(String group, String data) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(base.resolve("/groups/" + group + "/messages"))
                .timeout(TIMEOUT).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString('"' + data + '"')).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        ledger.stored(group, response.body(), data);
        return response.body();
    }
}
