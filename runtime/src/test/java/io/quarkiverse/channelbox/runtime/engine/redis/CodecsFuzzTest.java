package io.quarkiverse.channelbox.runtime.engine.redis;

import static io.quarkiverse.channelbox.fuzz.Texts.inUtf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.fuzz.Texts;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.vertx.core.json.JsonObject;

/**
 * What nodes tell each other by way of Redis arrives as it was, any other bytes are refused and cost no more memory than they
 * have themselves, and no two groups share a key.
 */
class CodecsFuzzTest {

    @FuzzTest
    void messages(FuzzedDataProvider data) {
        switch (data.consumeInt(0, 3)) {
            case 0 -> anything(data);
            case 1 -> message(data);
            case 2 -> json(data);
            default -> keys(data);
        }
    }

    private static void anything(FuzzedDataProvider data) {
        byte[] bytes = data.consumeBytes(60);
        ByteBuffer message = ByteBuffer.allocate(14 + bytes.length).put((byte) 1).put(data.consumeByte())
                .putLong(data.consumeInt()).putInt(data.consumeInt(0, 999_999_999)).put(bytes);
        for (byte[] each : List.of(bytes, message.array())) {
            try {
                MessageCodec.decode(each, 0);
            } catch (RuntimeException isWhatReadersCatch) {
                continue;
            }
        }
    }

    private static void message(FuzzedDataProvider data) {
        byte[] bytes = data.consumeBytes(40);
        int kind = data.consumeInt(0, 2);
        EncodedPayload payload = kind == 0 ? EncodedPayload.binary(bytes)
                : kind == 1 ? EncodedPayload.json(bytes)
                        : EncodedPayload.text(Texts.any(data, 10));
        SendOptions options = SendOptions.defaults();
        if (data.consumeBoolean()) {
            options = options.event(text(data));
        }
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            options = options.attribute(text(data), text(data)).except(text(data), text(data));
        }
        List<String> names = new ArrayList<>(List.of(text(data)));
        Target.Kind[] kinds = Target.Kind.values();
        Target target = new Target(data.pickValue(kinds), names);
        Instant created = Instant.ofEpochSecond(data.consumeLong(-31_557_014_167_219_200L, 31_556_889_864_403_199L),
                data.consumeInt(0, 999_999_999));

        byte[] encoded = MessageCodec.encode(new Publication(target, payload, options, null, false), created);
        String head = "m e 7 S n:ode:" + data.consumeInt(0, 9) + '\n';
        ByteBuffer published = ByteBuffer.allocate(head.length() + encoded.length)
                .put(head.getBytes(StandardCharsets.US_ASCII)).put(encoded);
        PublishedMessage arrived = PublishedMessage.parse(published.array());
        MessageCodec.Message decoded = arrived.message(() -> "a group", new Unreadable()).orElseThrow();
        assertEquals("n:ode", arrived.node());
        assertEquals(created, decoded.created());
        assertEquals(target.kind() == Target.Kind.GROUP ? null : target, decoded.target());
        assertEquals(options, decoded.options());
        assertEquals(payload.kind(), decoded.payload().kind());
        assertArrayEquals(payload.bytes(), decoded.payload().bytes());
    }

    private static String text(FuzzedDataProvider data) {
        return inUtf8(Texts.any(data, 8));
    }

    private static void json(FuzzedDataProvider data) {
        String connection = text(data);
        String other = text(data);
        PresenceEntry entry = PresenceEntry.of(connection, Optional.of(other), Map.of(text(data), text(data)));
        assertEquals(entry, EntryCodec.decode(connection, sent(EntryCodec.encode(entry))));

        JoinOptions options = JoinOptions.defaults().attribute(connection, other).replay(data.consumeInt(0, 99))
                .expires(Duration.ofMillis(1 + data.consumeInt(0, 9)));
        assertEquals(options, JoinOptionsCodec.decode(sent(JoinOptionsCodec.encode(options))));

        ClientAnswer answer = new ClientAnswer(connection, Optional.of(other), "7", Optional.of(other));
        assertEquals(answer, QuestionCodec.answer(sent(QuestionCodec.encode(answer))));
        byte[] bytes = data.consumeBytes(20);
        Question question = new Question(new Target(Target.Kind.UNION, List.of(connection, other)), other,
                EncodedPayload.binary(bytes), Duration.ofSeconds(5));
        Question asked = QuestionCodec.question(sent(QuestionCodec.encode(question)));
        assertEquals(question.target(), asked.target());
        assertEquals(question.event(), asked.event());
        assertArrayEquals(bytes, asked.payload().bytes());
    }

    /** As another node gets it. */
    private static JsonObject sent(JsonObject json) {
        return NodeMessage.content(NodeMessage.of((byte) 'x', json).getBytes(StandardCharsets.UTF_8));
    }

    private static void keys(FuzzedDataProvider data) {
        RedisKeys keys = new RedisKeys("app:", 0);
        String group = text(data);
        String other = text(data);
        if (group.isEmpty() || other.isEmpty()) {
            return;
        }
        List<String> its = keysOf(keys, group);
        assertEquals(1, its.stream().map(CodecsFuzzTest::slotTag).distinct().count());
        assertFalse(slotTag(its.get(0)).isEmpty());
        List<String> others = new ArrayList<>(keysOf(keys, other));
        others.addAll(List.of(keys.allChannel(), keys.occupancyChannel(), keys.broadcastMeta(), keys.broadcastStream(),
                keys.broadcastOutcome("n"), keys.positionKey(), keys.groups(), keys.nodes(), keys.nodeGroups("n"),
                keys.nodeChannel("n")));
        if (!group.equals(other)) {
            assertTrue(Collections.disjoint(its, others), () -> group + " " + other);
        }
    }

    private static List<String> keysOf(RedisKeys keys, String group) {
        return List.of(keys.meta(group), keys.stream(group), keys.outcome(group, "n"), keys.idempotencyKeys(group),
                keys.idempotencyOrder(group), keys.members(group, "n"), keys.channel(group));
    }

    /** What a cluster decides by where a key is. */
    private static String slotTag(String key) {
        int open = key.indexOf('{');
        return key.substring(open + 1, key.indexOf('}', open));
    }
}
