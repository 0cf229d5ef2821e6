package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;

/** What groups, messages, keys and members take in Redis: prints it, and holds it to what the documentation says. */
@Timeout(300)
class RedisCostTest extends RedisFixture {

    private final RedisNode node = new RedisNode();
    private final List<String> wrong = new ArrayList<>();

    private long usage(String key) {
        String reply = server.command("MEMORY", "USAGE", prefix + key, "SAMPLES", "0");
        return reply.startsWith(":") ? Long.parseLong(reply.substring(1).trim()) : 0;
    }

    private String key(String pattern) {
        return server.command("KEYS", prefix + pattern).lines().skip(2).findFirst().orElseThrow().substring(prefix.length());
    }

    private void send(String group, int count, String text, boolean withKeys) {
        List<CompletableFuture<Receipt>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SendOptions options = withKeys ? SendOptions.defaults().idempotencyKey("ann/" + UUID.randomUUID())
                    : SendOptions.saveHistory();
            sends.add(node.send(new Target(Target.Kind.GROUP, List.of(group)), text, options, RedisNode.settings(100)));
        }
        sends.forEach(RedisFixture::inTime);
    }

    private void expect(String what, double bytes, double documented) {
        System.out.printf("%-60s %8.0f bytes%n", what, bytes);
        if (bytes < 0.6 * documented || bytes > 1.4 * documented) {
            wrong.add(what + ": " + bytes + " bytes, the documentation says " + documented);
        }
    }

    @Test
    void isWhatTheDocumentationSays() {
        node.engine = engines.create(node, new SystemTimeSource(), server.port(),
                new RedisEngineSettings(prefix, PATIENT, Duration.ofMinutes(5), 10_000,
                        HeldMessages.MAX_BYTES));
        inTime(node.engine.start(node));
        node.join("chat-joined");
        expect("a group that was only joined", usage("{chat-joined}:m"), 190);
        Map<Integer, Integer> documented = Map.of(16, 75, 128, 190, 1_000, 1_230, 4_000, 4_560);
        documented.keySet().stream().sorted().forEach(size -> {
            String group = "chat-" + size;
            send(group, 500, "x".repeat(size), false);
            expect("a stored message of " + size + " bytes, of 100", usage("{" + group + "}:s") / 100.0, documented.get(size));
        });
        expect("a group with messages, besides them", usage("{chat-16}:m"), 200);
        // A batch of one.
        send("chat-16", 1, "x".repeat(16), false);
        expect("the outcome of a batch of one, for two minutes", usage(key("{chat-16}:r:*")), 160);
        for (int count : List.of(100, 10_000)) {
            String group = "chat-keys" + count;
            send(group, count, "x", true);
            expect("an idempotency key, of " + count,
                    (usage("{" + group + "}:i") + usage("{" + group + "}:o")) / (double) count,
                    count == 100 ? 110 : 250);
        }
        for (int count : List.of(1, 100, 1_000)) {
            String group = "chat-members" + count;
            for (int i = 0; i < count; i++) {
                node.engine.otherNodes().joined(group, PresenceEntry.of(UUID.randomUUID().toString(), Optional.of("ann" + i),
                        Map.of()));
            }
            eventually().ignoreExceptions()
                    .until(() -> server.command("HLEN", prefix + key("{" + group + "}:p:*")).trim().equals(":" + count));
            expect("a member, of " + count, usage(key("{" + group + "}:p:*")) / (double) count,
                    count == 1 ? 215 : count == 100 ? 55 : 90);
        }
        assertEquals(List.of(), wrong);
    }
}
