package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.quarkiverse.channelbox.testclient.RawHttp;

/** HTTP requests to the application, as many as go. */
final class RestCalls {

    private static final int CLIENTS = 8;
    private static final String LARGE = "\"" + "x".repeat(900_000) + "\"";
    private static final String TOO_LARGE = "\"" + "x".repeat(9_000_000) + "\"";
    private static final String[] JSON = { "Content-Type: application/json" };
    private static final List<String> QUERIES = List.of("limit=2147483647", "limit=-1", "limit=0", "limit=99999999999999999999",
            "limit=x", "after=" + "x".repeat(2_000), "after=a:9223372036854775807&limit=2147483647",
            "after=%00&limit=1", "after=:", "");

    private RestCalls() {
    }

    static List<Attack> all() {
        return List.of(new Attack("large bodies", attackers -> attackers.begin(CLIENTS, () -> {
            call(attackers, "POST", "/api/groups/chat-rest/messages", LARGE);
            call(attackers, "POST", "/api/groups/chat-rest/messages", TOO_LARGE);
        })),
                new Attack("queries of histories", attackers -> attackers.begin(CLIENTS, () -> {
                    String query = QUERIES.get(ThreadLocalRandom.current().nextInt(QUERIES.size()));
                    call(attackers, "POST", "/api/groups/chat-rest/messages", "\"" + "x".repeat(10_000) + "\"");
                    call(attackers, "GET", "/api/groups/chat-rest/history?" + query, "");
                    call(attackers, "GET", "/api/history", "");
                })));
    }

    private static void call(Attackers attackers, String method, String path, String body) throws IOException {
        try (RawHttp http = new RawHttp(attackers.base())) {
            http.request(method, path, body, JSON);
        }
    }
}
