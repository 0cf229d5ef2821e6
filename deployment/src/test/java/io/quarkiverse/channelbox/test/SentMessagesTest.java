package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testing.GroupClient;
import io.quarkiverse.channelbox.testing.SentMessage;
import io.quarkiverse.channelbox.testing.SentMessage.Kind;
import io.quarkiverse.channelbox.testing.SentMessages;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** A test sees what the application sent, by whichever way, once each, and with nobody there to get it. */
class SentMessagesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Market.class, Prices.class, Price.class));

    record Price(String of, int cents) {
    }

    @WebSocket(path = "/room")
    @ChannelGroup(value = "room", publish = PublishMode.MEMBERS)
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/prices/{market}")
    @ChannelGroup("prices-{market}")
    public static class Market {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @GroupPublisher("prices-{market}")
    interface Prices {

        @SaveHistory
        void changed(String market, Price price);

        @Event("gone")
        Uni<Receipt> removed(String market, Price price);
    }

    @Inject
    SentMessages sent;

    @Inject
    ChannelBox channelBox;

    @Inject
    Prices prices;

    @BeforeEach
    void clear() {
        sent.clear();
    }

    @Test
    void everyWayToSend() {
        Price price = new Price("tea", 120);
        Uni<Receipt> never = channelBox.group("a").send("never subscribed to");
        channelBox.group("a").sendAndForget(price, SendOptions.saveHistory().event("changed"));
        channelBox.group("a").sendAndAwait("text");
        channelBox.group("a").send(new byte[] { 1, 2 }).await().indefinitely();
        assertEquals(3, sent.all().size());

        SentMessage first = sent.to("a").get(0);
        assertEquals(Kind.GROUP, first.kind());
        assertEquals(price, first.payload());
        assertEquals("{\"of\":\"tea\",\"cents\":120}", first.text());
        assertEquals(Optional.of("changed"), first.event());
        assertTrue(first.options().isSaveHistory());
        assertTrue(first.receipt().orElseThrow().stored());
        assertEquals("text", sent.to("a").get(1).text());
        assertEquals(2, sent.to("a").get(2).bytes().length);
        assertEquals(List.of(price), sent.payloads(Price.class));

        never.await().indefinitely();
        assertEquals(4, sent.all().size());
    }

    @Test
    void everyKindOfAudience() {
        channelBox.groups("a", "b").sendAndAwait("to both");
        channelBox.user("ann").sendAndAwait("to ann");
        channelBox.connection("c1").sendAndAwait("to c1");
        assertEquals(sent.to("a"), sent.to("b"));
        assertEquals(Kind.GROUPS, sent.to("a").get(0).kind());
        assertEquals("to ann", sent.toUser("ann").get(0).payload());
        assertEquals("to c1", sent.toConnection("c1").get(0).payload());
        assertEquals(List.of(), sent.toUser("c1"));
        assertEquals(List.of(), sent.to("ann"));
    }

    @Test
    void publishers() {
        prices.changed("berlin", new Price("tea", 130));
        assertTrue(sent.await("prices-berlin").receipt().orElseThrow().stored());
        prices.removed("berlin", new Price("tea", 0)).await().indefinitely();
        assertEquals(List.of(130, 0), sent.payloads(Price.class).stream().map(Price::cents).toList());
        assertEquals(Optional.of("gone"), sent.to("prices-berlin").get(1).event());
    }

    @Test
    void whatClientsPublish() {
        try (GroupClient client = GroupClient.connect("/room")) {
            client.publish("room", "priced", new Price("cake", 300));
            SentMessage message = sent.await("room");
            assertInstanceOf(JsonNode.class, message.payload());
            assertEquals(new Price("cake", 300), message.payload(Price.class));
            assertEquals("{\"of\":\"cake\",\"cents\":300}", message.payload(String.class));
            assertEquals(Optional.of("priced"), message.event());
            assertEquals(1, message.receipt().orElseThrow().deliveredHere());
            assertEquals(1, sent.all().size());
        }
    }

    @Test
    void whatFails() {
        assertThrows(PayloadException.class, () -> channelBox.group("a").sendAndAwait(new Object()));
        assertThrows(IllegalArgumentException.class,
                () -> channelBox.groups("a", "b").sendAndAwait("x", SendOptions.saveHistory()));
        assertEquals(List.of(), sent.all());
        assertInstanceOf(PayloadException.class, sent.failed().get(0).failure().orElseThrow());
        assertInstanceOf(IllegalArgumentException.class, sent.failed().get(1).failure().orElseThrow());
    }
}
