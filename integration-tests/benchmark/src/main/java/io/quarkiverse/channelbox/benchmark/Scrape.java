package io.quarkiverse.channelbox.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.benchmark.load.Options;
import io.quarkiverse.channelbox.benchmark.load.ProcessUse;

/**
 * What it costs to look at a node with many members: its metrics, and the operator's page. The server is the chat application.
 * Run it with {@code integration-tests/benchmark/run scrape}. The arguments are {@code key=value} pairs: {@code groups},
 * {@code members} of each, {@code calls} of each page, {@code rounds}.
 */
public final class Scrape {

    private static final List<String> PAGES = List.of("/q/metrics", "/q/channel-box", "/q/channel-box?group=relay-g0");
    private static final String PAGE = PAGES.get(1);
    /** So that what the JVM compiles is compiled. */
    private static final int WARM_UP_CALLS = 1500;
    private static final int SECONDS = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Options options;
    private final int groups;
    private final int members;
    private final int calls;
    private final int rounds;
    private final int port = Server.freePort();

    private Scrape(Options options) throws IOException {
        this.options = options;
        groups = options.number("groups", 1000);
        members = options.number("members", 10);
        calls = options.number("calls", 300);
        rounds = options.number("rounds", 3);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Scrape(new Options(arguments)).run();
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        Peer chat = Peer.chat(port, "-Dquarkus.channel-box.operator-page.enabled=true");
        Rounds measured = new Rounds();
        PAGES.forEach(page -> measured.limit(figure(page), "≤ 20"));
        try (Server server = Server.start(chat, port, Redirect.DISCARD)) {
            if (!server.awaitPort()) {
                throw new IOException("It did not start");
            }
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> idle(chat, server));
            while (!get(PAGE).contains("\"channelCount\":" + groups * members)) {
                if (load.isDone()) {
                    load.join();
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
            for (String page : PAGES) {
                call(page, WARM_UP_CALLS);
            }
            for (int round = 1; round <= rounds; round++) {
                for (String page : PAGES) {
                    long before = ProcessUse.cpuNanos(server.pid());
                    call(page, calls);
                    measured.add("chat", figure(page), (ProcessUse.cpuNanos(server.pid()) - before) / 1e6 / calls);
                }
            }
        }
        measured.print(options, System.out, String.format("%,d members in %,d groups", groups * members, groups));
    }

    private static String figure(String page) {
        return "CPU of the server for each GET of `" + page + "`, ms";
    }

    /** They get pings, and that is all. */
    private void idle(Peer chat, Server server) {
        try {
            Load.run(chat, port, server, List.of("groups=" + groups, "members=" + members, "settle=" + SECONDS));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void call(String page, int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            get(page);
        }
    }

    private String get(String page) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(page + ": " + answer.statusCode());
        }
        return answer.body();
    }
}
