package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.NoAnswerException;
import io.quarkiverse.channelbox.NoAnswerException.Reason;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.ask.OpenQuestions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The application asks clients, and they answer. */
class AskTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "ann", "bob")
            .withApplicationRoot(root -> root.addClasses(EmbeddedUsers.class, Room.class, Position.class, NarrowSockets.class,
                    SlowCounts.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-asks", "3")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"room-{name}\".max-buffered", "64K")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"room-{name}\".slow-consumer", "drop")
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "60s")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);

    @WebSocket(path = "/room/{name}")
    @ChannelGroup("room-{name}")
    @ChannelGroup("everybody")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    public record Position(double x, double y) {
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    OpenQuestions questions;

    @Inject
    SlowCounts slowConsumers;

    @Inject
    ObjectMapper mapper;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void nothingIsLeft() {
        await().until(() -> channelBox.local().groups().isEmpty() && questions.size() == 0);
    }

    private ProtocolClient open(String room, String... headers) {
        ProtocolClient client = ProtocolClient.open(base, "/room/" + room, headers);
        client.next(2);
        return client;
    }

    private static String credentials(String user) {
        return "Authorization: " + EmbeddedUsers.authorization(user);
    }

    private static CompletableFuture<Answer> begin(Uni<Answer> asking) {
        return asking.subscribeAsCompletionStage();
    }

    private static CompletableFuture<List<Answer>> begin(Multi<Answer> asking) {
        return asking.collect().asList().subscribeAsCompletionStage();
    }

    private static <T> T end(CompletableFuture<T> answers) {
        return answers.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> answer) {
        return assertInstanceOf(type, assertThrows(CompletionException.class, () -> end(answer)).getCause());
    }

    private static void assertNone(Reason reason, CompletableFuture<Answer> answer) {
        assertEquals(reason, failure(NoAnswerException.class, answer).reason());
    }

    private static void answer(ProtocolClient client, JsonNode question, Object data) {
        client.command("answer", "ref", question.get("ask").asText(), "data", data);
    }

    private static Set<String> ids(List<Answer> answers) {
        Set<String> ids = answers.stream().map(Answer::connectionId).collect(Collectors.toSet());
        assertEquals(answers.size(), ids.size());
        return ids;
    }

    @Test
    void aConnectionIsAsked() throws IOException {
        try (ProtocolClient client = open("a", credentials("ann")); ProtocolClient other = open("a")) {
            CompletableFuture<Answer> asked = begin(
                    channelBox.connection(client.id()).ask("where", Map.of("unit", "km"), LONG));
            JsonNode question = client.next();
            assertEquals("message", question.get("type").asText());
            assertEquals("where", question.get("event").asText());
            assertEquals("km", question.at("/data/unit").asText());
            assertFalse(question.has("group") || question.has("id"), question::toString);
            answer(client, question, new Position(1.5, -2));
            Answer answer = end(asked);
            assertEquals(new Position(1.5, -2), answer.data(Position.class));
            assertEquals(Map.of("x", 1.5, "y", -2.0), answer.data(new TypeReference<Map<String, Double>>() {
            }));
            assertThrows(PayloadException.class, () -> answer.data(Integer.class));
            assertEquals(client.id(), answer.connectionId());
            assertEquals(Optional.of("ann"), answer.principal());
            assertEquals("{\"connectionId\":\"" + client.id() + "\",\"principal\":\"ann\",\"data\":{\"x\":1.5,\"y\":-2.0}}",
                    mapper.writeValueAsString(answer));
            assertTrue(other.isEmpty());
        }
    }

    /** A slow client does not hold the others up, and everybody is asked once. */
    @Test
    void whoIsInAGroupIsAsked() throws IOException {
        try (ProtocolClient ann = open("a");
                ProtocolClient bob = open("a");
                ProtocolClient elsewhere = open("b");
                WsClient plain = WsClient.open(base, "/room/a")) {
            List<Answer> seen = new ArrayList<>();
            CompletableFuture<List<Answer>> asked = begin(
                    channelBox.group("room-a").ask("ready", 1, LONG).invoke(seen::add));
            answer(bob, question("room-a", bob), true);
            await().until(() -> seen.size() == 1);
            assertEquals(bob.id(), seen.get(0).connectionId());
            assertFalse(asked.isDone());
            answer(ann, question("room-a", ann), false);
            assertEquals(List.of(true, false), end(asked).stream().map(answer -> answer.data(Boolean.class)).toList());
            assertTrue(elsewhere.isEmpty() && ann.isEmpty() && plain.waiting() == 0);

            asked = begin(channelBox.groups("room-a", "everybody", "room-b").ask("ready", 2, LONG));
            for (ProtocolClient client : List.of(ann, bob, elsewhere)) {
                JsonNode question = client.next();
                assertFalse(question.has("group"));
                answer(client, question, null);
            }
            assertEquals(Set.of(ann.id(), bob.id(), elsewhere.id()), ids(end(asked)));
            assertTrue(elsewhere.isEmpty() && ann.isEmpty() && plain.waiting() == 0);
        }
    }

    private static JsonNode question(String group, ProtocolClient client) {
        JsonNode question = client.next();
        assertEquals(group, question.get("group").asText());
        assertFalse(question.has("id"));
        return question;
    }

    @Test
    void allConnectionsOfAUserAreAsked() throws IOException {
        try (ProtocolClient one = open("a", credentials("ann"));
                ProtocolClient two = open("b", credentials("ann"));
                ProtocolClient bob = open("a", credentials("bob"))) {
            CompletableFuture<List<Answer>> asked = begin(channelBox.user("ann").ask("confirm", "?", LONG));
            answer(one, one.next(), 1);
            answer(two, two.next(), 2);
            assertEquals(Set.of(one.id(), two.id()), ids(end(asked)));
            assertTrue(bob.isEmpty());
        }
    }

    @Test
    void nobodyToAsk() {
        try (ProtocolClient client = open("a"); WsClient plain = WsClient.open(base, "/room/b")) {
            assertNone(Reason.NO_CONNECTION, begin(channelBox.connection("none").ask("e", 1, LONG)));
            String id = channelBox.group("room-b").local().channels().iterator().next().connection().id();
            assertNone(Reason.NOT_ASKABLE, begin(channelBox.connection(id).ask("e", 1, LONG)));
            assertEquals(List.of(), end(begin(channelBox.group("room-b").ask("e", 1, LONG))));
            assertEquals(List.of(), end(begin(channelBox.group("room-c").ask("e", 1, LONG))));
            assertEquals(List.of(), end(begin(channelBox.user("nobody").ask("e", 1, LONG))));
        }
    }

    @Test
    void errorsAreAnswers() throws IOException {
        try (ProtocolClient client = open("a")) {
            CompletableFuture<Answer> one = begin(channelBox.connection(client.id()).ask("e", 1, LONG));
            client.command("answer", "ref", client.next().get("ask").asText(), "error", "no\nhandler");
            NoAnswerException failure = failure(NoAnswerException.class, one);
            assertEquals(Reason.ERROR, failure.reason());
            assertEquals(Optional.of("no\nhandler"), failure.error());
            assertFalse(failure.getMessage().contains("\n"));
            CompletableFuture<List<Answer>> all = begin(channelBox.group("room-a").ask("e", 1, LONG));
            client.command("answer", "ref", client.next().get("ask").asText(), "error", "busy");
            Answer answer = end(all).get(0);
            assertTrue(answer.isError());
            assertEquals(Optional.of("busy"), answer.error());
            assertThrows(IllegalStateException.class, () -> answer.data(String.class));
            assertEquals("{\"connectionId\":\"" + client.id() + "\",\"error\":\"busy\",\"data\":null}",
                    mapper.writeValueAsString(answer));
        }
    }

    @Test
    void theTimeIsUp() {
        try (ProtocolClient quick = open("a"); ProtocolClient slow = open("a")) {
            CompletableFuture<Answer> one = begin(channelBox.connection(slow.id()).ask("e", 1, SHORT));
            JsonNode question = slow.next();
            assertNone(Reason.TIMEOUT, one);
            assertIgnored(slow, () -> answer(slow, question, 1));
            CompletableFuture<List<Answer>> all = begin(channelBox.group("room-a").ask("e", 1, Duration.ofSeconds(3)));
            answer(quick, quick.next(), 1);
            assertEquals(Set.of(quick.id()), ids(end(all)));
        }
    }

    /** To answer what is not open does nothing, and the connection stays: what it asks for after that is done. */
    private static void assertIgnored(ProtocolClient client, Runnable answer) {
        answer.run();
        assertEquals("left", client.answerTo(client.ask("leave", "group", "room-nowhere")).get("type").asText());
    }

    @Test
    void whoGoesDoesNotAnswer() {
        try (ProtocolClient stays = open("a")) {
            ProtocolClient leaves = open("a");
            CompletableFuture<Answer> one = begin(channelBox.connection(leaves.id()).ask("e", 1, LONG));
            CompletableFuture<List<Answer>> all = begin(channelBox.group("room-a").ask("e", 2, LONG));
            leaves.next(2);
            answer(stays, stays.next(), 1);
            leaves.close();
            assertNone(Reason.GONE, one);
            assertEquals(Set.of(stays.id()), ids(end(all)));
        }
    }

    @Test
    void anAnswerCountsOnceAndOnlyOfWhoWasAsked() {
        try (ProtocolClient one = open("a"); ProtocolClient two = open("a"); ProtocolClient foreign = open("b")) {
            CompletableFuture<List<Answer>> asked = begin(channelBox.group("room-a").ask("e", 1, LONG));
            JsonNode question = one.next();
            assertIgnored(foreign, () -> answer(foreign, question, "foreign"));
            answer(one, question, "first");
            assertIgnored(one, () -> answer(one, question, "second"));
            assertIgnored(one, () -> one.command("answer", "ref", "x\u0000".repeat(1_000), "data", 1));
            assertFalse(asked.isDone());
            answer(two, two.next(), "two");
            assertEquals(List.of("first", "two"), end(asked).stream().map(answer -> answer.data(String.class)).toList());
        }
    }

    @Test
    void eachSubscriptionAsksOnceAndToCancelForgets() throws IOException {
        try (ProtocolClient client = open("a")) {
            Multi<Answer> ask = channelBox.group("room-a").ask("e", 1, LONG);
            assertTrue(client.isEmpty());
            Cancellable first = ask.subscribe().with(answer -> {
            });
            JsonNode question = client.next();
            CompletableFuture<List<Answer>> second = begin(ask);
            JsonNode again = client.next();
            first.cancel();
            assertEquals(1, questions.size());
            assertIgnored(client, () -> answer(client, question, 1));
            answer(client, again, 2);
            assertEquals(2, end(second).get(0).data(int.class));
        }
    }

    @Test
    void openQuestionsAreLimited() {
        try (ProtocolClient client = open("a")) {
            Uni<Answer> ask = channelBox.connection(client.id()).ask("e", 1, LONG);
            List<CompletableFuture<Answer>> open = List.of(begin(ask), begin(ask), begin(ask));
            failure(OverloadedException.class, begin(ask));
            failure(OverloadedException.class, begin(channelBox.group("room-a").ask("e", 1, LONG)));
            answer(client, client.next(), 1);
            end(open.get(0));
            CompletableFuture<Answer> next = begin(ask);
            client.next(2);
            answer(client, client.next(), 2);
            end(next);
        }
    }

    @Test
    void whatCannotBeAsked() {
        assertThrows(IllegalArgumentException.class, () -> channelBox.group("g").ask("", 1, LONG));
        assertThrows(IllegalArgumentException.class, () -> channelBox.group("g").ask("e", 1, Duration.ZERO));
        assertThrows(NullPointerException.class, () -> channelBox.connection("c").ask(null, 1, LONG));
        failure(PayloadException.class, begin(channelBox.group("g").ask("e", null, LONG)));
        failure(PayloadException.class, begin(channelBox.group("g").ask("e", new Object(), LONG)));
    }

    @Test
    void aQuestionKeepsItsPlaceAmongTheMessages() {
        try (ProtocolClient client = open("a")) {
            for (int i = 0; i < 200; i++) {
                channelBox.group("room-a").sendAndAwait(i, SendOptions.defaults().saveHistory(i % 2 == 0));
                if (i % 100 == 50) {
                    channelBox.group("room-a").ask("e", "?", SHORT).subscribe().with(answer -> {
                    });
                }
            }
            for (int i = 0; i < 200; i++) {
                assertEquals(i, client.next().get("data").asInt());
                if (i % 100 == 50) {
                    assertEquals("?", client.next().get("data").asText());
                }
            }
            channelBox.flushHistory().await().indefinitely();
        }
    }

    @Test
    void whoDoesNotTakeTheQuestionIsNotWaitedFor() {
        try (ProtocolClient stalled = ProtocolClient.openNarrow(base, "/room/a"); ProtocolClient client = open("a")) {
            stalled.next(2);
            long before = slowConsumers.dropped();
            while (slowConsumers.dropped() < before + 20) {
                channelBox.group("room-a").sendAndAwait("x".repeat(10_000));
                client.next();
            }
            // What is smaller may fit in what room is left.
            CompletableFuture<List<Answer>> asked = begin(channelBox.group("room-a").ask("e", "x".repeat(60_000), LONG));
            answer(client, client.next(), 1);
            assertEquals(Set.of(client.id()), ids(end(asked)));
        }
    }

    @Test
    void answersComeWhereTheSubscriberIs() {
        try (ProtocolClient client = open("a")) {
            CompletableFuture<Context> caller = new CompletableFuture<>();
            CompletableFuture<Context> continued = new CompletableFuture<>();
            vertx.getOrCreateContext().runOnContext(ignored -> {
                caller.complete(Vertx.currentContext());
                channelBox.connection(client.id()).ask("e", 1, LONG).subscribe()
                        .with(answer -> continued.complete(Vertx.currentContext()), continued::completeExceptionally);
            });
            answer(client, client.next(), 1);
            assertEquals(end(caller), end(continued));
        }
    }

    @Test
    void aThousandAreAsked() {
        List<ProtocolClient> clients = new ArrayList<>();
        try {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                clients.add(open("a"));
                ids.add(clients.get(i).id());
            }
            CompletableFuture<List<Answer>> asked = begin(channelBox.groups("room-a", "everybody").ask("e", 1, LONG));
            clients.forEach(client -> answer(client, client.next(), 1));
            assertEquals(ids, ids(end(asked)));
        } finally {
            clients.forEach(ProtocolClient::close);
        }
    }
}
