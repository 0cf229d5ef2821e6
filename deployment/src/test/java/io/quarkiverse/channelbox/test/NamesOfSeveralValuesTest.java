package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Different values are never one group, whatever is in them. */
class NamesOfSeveralValuesTest {

    private static final String ONE = "dm-alice-bob-x";
    private static final String OTHER = "dm-alice+2Dbob-x";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Talk.class, Desk.class, Loose.class, Talks.class, Friends.class))
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    && record.getLoggerName().startsWith("io.quarkiverse.channelbox.deployment"))
            .assertLogRecords(records -> {
                assertEquals(1, records.size(), () -> records.stream().map(LogRecord::getMessage).toList().toString());
                String warning = records.get(0).getMessage();
                assertTrue(warning.contains("@ChannelGroup(\"dm-{id}\") on " + Loose.class.getName())
                        && warning.contains("@ChannelGroup(\"dm-{a}-{b}\") on ")
                        && warning.contains("who is let in by one of them gets the messages of both"), warning);
            })
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/talk/{a}/{b}")
    @ChannelGroup("dm-{a}-{b}")
    public static class Talk {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/desk/{a}")
    @ChannelGroup(value = "dm-{a}-{b}", join = JoinMode.ON_REQUEST)
    public static class Desk {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/loose/{id}")
    @ChannelGroup("dm-{id}")
    public static class Loose {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @GroupPublisher("dm-{a}-{b}")
    interface Talks {

        Receipt said(String a, String b, String text);
    }

    /** Sees the values as they are. */
    @Singleton
    public static class Friends implements GroupAuthorizer {

        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            return Uni.createFrom().item(!request.pathParam("b").equals(Optional.of("no-one")));
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Talks talks;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void valuesThatWouldRunIntoEachOther() {
        assertEquals(ONE, GroupNames.of("dm-{a}-{b}", "alice", "bob-x"));
        assertEquals(OTHER, GroupNames.of("dm-{a}-{b}", "alice-bob", "x"));
        try (WsClient one = WsClient.open(base, "/talk/alice/bob-x");
                WsClient other = WsClient.open(base, "/talk/alice-bob/x")) {
            assertEquals(Set.of(ONE, OTHER),
                    channelBox.local().groups().values().stream().map(group -> group.name()).collect(Collectors.toSet()));
            assertEquals(1, talks.said("alice", "bob-x", "to one").deliveredHere());
            assertEquals(1, talks.said("alice-bob", "x", "to the other").deliveredHere());
            assertEquals("to one", one.next());
            assertEquals("to the other", other.next());
        }
    }

    /** Names in which an escape is made up agree with nobody's values. */
    @Test
    void byCommand() {
        try (ProtocolClient alice = ProtocolClient.open(base, "/desk/alice");
                ProtocolClient aliceBob = ProtocolClient.open(base, "/desk/alice-bob")) {
            assertEquals("joined", alice.answerTo(alice.ask("join", "group", ONE)).get("type").asText());
            assertEquals("joined", aliceBob.answerTo(aliceBob.ask("join", "group", OTHER)).get("type").asText());
            for (String group : List.of(OTHER, "dm-alice+2dbob-x", "dm-alic+65-bob-x", "dm-alice-no-one")) {
                assertEquals(403, alice.answerTo(alice.ask("join", "group", group)).at("/error/code").asInt(), group);
            }
            assertEquals(403, aliceBob.answerTo(aliceBob.ask("join", "group", ONE)).at("/error/code").asInt());
            assertTrue(talks.said("alice-bob", "x", "x").deliveredHere() == 1);
        }
    }

    @Test
    void whatIsNoSeparatorStays() {
        try (WsClient client = WsClient.open(base,
                "/talk/ann@example.org/" + URLEncoder.encode("b+c@x-y", StandardCharsets.UTF_8))) {
            assertEquals(1, channelBox.local().groups().get("dm-ann@example.org-b+c@x-y").channels());
        }
    }
}
