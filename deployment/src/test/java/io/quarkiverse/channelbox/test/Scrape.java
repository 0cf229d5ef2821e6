package io.quarkiverse.channelbox.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code /q/metrics} has, as Prometheus would get it. */
final class Scrape {

    private static final int ATTEMPTS = 5;

    private final List<String> lines;
    private final Map<String, Double> values = new HashMap<>();

    private Scrape(String body) {
        this.lines = body.lines().filter(line -> !line.startsWith("#")).toList();
        for (String line : lines) {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        }
    }

    /** A test may hold an event loop, which must not be that of the connection; as any scraper does, it comes again. */
    static Scrape of(URI base) {
        IOException last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return new Scrape(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                        .send(HttpRequest.newBuilder(base.resolve("/q/metrics")).timeout(Duration.ofSeconds(2)).build(),
                                BodyHandlers.ofString())
                        .body());
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("No metrics after " + ATTEMPTS + " attempts", last);
    }

    List<String> lines() {
        return lines;
    }

    boolean has(String series) {
        return values.containsKey(series);
    }

    /** @param series with its labels, as it is there; 0 if it is not */
    double of(String series) {
        return values.getOrDefault(series, 0.0);
    }
}
