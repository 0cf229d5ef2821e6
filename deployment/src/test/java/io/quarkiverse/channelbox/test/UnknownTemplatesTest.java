package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** The log warns of what is configured for no template; what is configured for one counts all the same. */
class UnknownTemplatesTest {

    private static final String KEY = "quarkus.channel-box.groups.";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Chat.class, Dotted.class))
            .overrideRuntimeConfigKey(KEY + "\"chat-{rom}\".max-resume", "1")
            .overrideRuntimeConfigKey(KEY + "\"chat-{rom}\".expires", "1m")
            .overrideRuntimeConfigKey(KEY + "\"chat-{query", "room}\".replay=5")
            .overrideRuntimeConfigKey(KEY + "chat-{room}.replay", "2")
            .overrideConfigKey(KEY + "chat.y-{room}.replay", "1")
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    && record.getLoggerName().startsWith("io.quarkiverse.channelbox"))
            .assertLogRecords(UnknownTemplatesTest::check);

    @WebSocket(path = "/chat/{room}")
    @ChannelGroup("chat-{room}")
    @ChannelGroup("chat.x-{query:room}")
    public static class Chat {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/dotted/{room}")
    @ChannelGroup("chat.y-{room}")
    public static class Dotted extends Chat {
    }

    private static void check(List<LogRecord> records) {
        assertEquals(List.of(
                KEY + "\"chat-{query is ignored: in a file of properties a key ends at a colon, an equals sign or white space."
                        + " Write \\: for a colon, as in " + KEY + "\"chat-{query\\:room}\". Did you mean " + KEY
                        + "\"chat.x-{query:room}\"?",
                KEY + "\"chat-{rom}\" is of no @ChannelGroup: it applies to all groups whose names it matches. Did you mean "
                        + KEY
                        + "\"chat-{room}\"? The templates of endpoints are [chat-{room}, chat.x-{query:room}, chat.y-{room}]"),
                records.stream().map(LogRecord::getMessage).sorted().toList());
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void aKnownOneCountsWithoutQuotes() {
        for (String group : List.of("chat-1", "chat.y-1")) {
            Stream.of("a", "b", "c").forEach(text -> channelBox.group(group).sendAndAwait(text, SendOptions.saveHistory()));
        }
        try (WsClient client = WsClient.open(base, "/chat/1?room=1")) {
            assertEquals(List.of("b", "c"), client.next(2));
        }
        try (WsClient client = WsClient.open(base, "/dotted/1")) {
            assertEquals("c", client.next());
        }
    }
}
