package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.acme.Alerts;
import org.acme.Cart;
import org.acme.Envelope;
import org.acme.Notifier;
import org.acme.Price;
import org.acme.commands.RoomsSocket;
import org.acme.events.KitchenSocket;
import org.acme.publishers.Shipment;
import org.acme.skill.OrderEvents;
import org.acme.skill.OrderSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/**
 * The examples of the pages on events and commands, and those that assistants are shown, do what is said; messages are as the
 * page on native binaries shows them.
 */
class EventsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(
            root -> root.addClasses(KitchenSocket.class, KitchenSocket.Dish.class, KitchenSocket.Ticket.class)
                    .addClasses(RoomsSocket.class, OrderSocket.class, OrderEvents.class, Shipment.class)
                    .addClasses(Alerts.class, Envelope.class, Notifier.class, Cart.class, Cart.Item.class, Price.class)
                    .addClasses(DocFiles.class, Listing.class))
            .setLogRecordPredicate(line -> line.getMessage().startsWith("The build cannot tell"))
            .assertLogRecords(EventsTest::checkWarnings);

    @Inject
    ChannelBox channelBox;

    @Inject
    OrderEvents orders;

    @TestHTTPResource("/")
    URI base;

    /** Of what {@link Notifier} and {@link Alerts} send. */
    private static void checkWarnings(List<LogRecord> warnings) {
        assertEquals(1, warnings.size());
        String warning = warnings.get(0).getMessage();
        assertTrue(warning.startsWith(Listing.ofPage("native.adoc", "").get(0).text() + "\nIn a native binary"), warning);
    }

    /** What the page shows on the wire. */
    @Test
    void isAnswered() throws IOException {
        List<String> shown = Listing.only("events.adoc", "json").lines().toList();
        try (ProtocolClient client = ProtocolClient.open(base, "/ws/kitchens/main")) {
            client.send(shown.get(0));
            JsonNode reply = new ObjectMapper().readTree(shown.get(1).replace("…", client.id()));
            assertEquals(reply, client.answerTo(reply.get("ref").asLong()));
            assertEquals(12, client.answerTo(client.ask("event", "event", "dishes")).get("data").asInt());
        }
    }

    @Test
    void roomsAreJoined() {
        try (ProtocolClient client = ProtocolClient.open(base, "/ws/red")) {
            assertEquals("red:room:1", client.answerTo(client.ask("join", "group", "red:room:1")).get("group").asText());
            client.ask("publish", "group", "red:room:1", "data", true);
            // The message and the reply.
            assertTrue(client.next(2).stream().anyMatch(frame -> frame.path("data").asBoolean()));
            client.answerTo(client.ask("join", "group", "red:news"));
            assertEquals(403, client.answerTo(client.ask("publish", "group", "red:news", "data", true)).at("/error/code")
                    .asInt());
            assertEquals(403, client.answerTo(client.ask("join", "group", "blue:news")).at("/error/code").asInt());
        }
    }

    @Test
    void ordersArePushed() {
        try (ProtocolClient client = ProtocolClient.open(base, "/ws/orders/c1")) {
            assertEquals("joined", client.next().get("type").asText());
            assertTrue(orders.shipped("c1", new Shipment("o1", "bike")).await().indefinitely().stored());
            assertEquals("bike", client.next().at("/data/carrier").asText());
        }
    }

    /** As in a native binary in which nothing is known of the class. */
    @Test
    void whatCannotBeEncoded() {
        String message = assertThrows(PayloadException.class,
                () -> channelBox.group("orders").sendAndAwait(new Cart(List.of(new Cart.Item(new Price()))))).getMessage();
        String shown = Listing.ofPage("native.adoc", "").get(1).text();
        assertTrue(message.matches(Pattern.quote(shown).replace("…", "\\E.*\\Q")), message);
    }
}
