package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Interfaces that the build makes beans of, which send to the groups of a template. */
class GroupPublisherTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Orders.class, News.class, Inbox.class, OrderEvents.class, Typed.class,
                    Base.class, NewsEvents.class, InboxEvents.class, Shipment.class, Kind.class, Marked.class,
                    Defaults.class, Saved.class, My_PublisherEvents.class, Twice.class, TwiceEvents.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/orders/{customer}/{kind}/{number}")
    @ChannelGroup("orders-{customer}.{kind}:{number}")
    public static class Orders {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/news")
    @ChannelGroup("news")
    public static class News {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    /** What the query calls it nothing in Java can be called. */
    @WebSocket(path = "/inbox")
    @ChannelGroup("inbox-{query:customer-id}")
    public static class Inbox {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    public record Shipment(String number, List<Integer> parts) {
    }

    public enum Kind {
        FAST {
            @Override
            public String toString() {
                return "not its name";
            }
        }
    }

    @GroupPublisher("orders-{customer}.{kind}:{number}")
    interface OrderEvents {

        void shipped(String customer, Kind kind, long number, Shipment shipment);

        /** The order of the parameters is up to the application. */
        @Event("order.cancelled")
        Uni<Receipt> cancelled(Shipment shipment, long number, Kind kind, String customer);

        @SaveHistory
        Receipt placed(String customer, Kind kind, long number, Shipment shipment);

        Uni<Void> seen(String customer, Kind kind, long number, int times);

        Uni<Receipt> sentWith(SendOptions options, String customer, Kind kind, long number, List<Shipment> shipments);

        default void shippedAsUsual(Shipment shipment) {
            shipped("ann", Kind.FAST, 7, shipment);
        }
    }

    interface Base<T> {

        Uni<Receipt> published(T payload);

        Receipt redefined(T payload);
    }

    interface Typed<K, V> extends Base<java.util.Map<K, V>> {

        void also(V payload);
    }

    @GroupPublisher("news")
    @SaveHistory
    interface NewsEvents extends Typed<String, Integer> {

        @Override
        @Event("again")
        Receipt redefined(java.util.Map<String, Integer> payload);
    }

    @GroupPublisher("inbox-{customer}")
    interface InboxEvents {

        Receipt told(UUID customer, String text);
    }

    interface Marked {
        void told(String text);
    }

    interface Defaults extends Marked {

        @Override
        default void told(String text) {
            marked("by default: " + text);
        }

        void marked(String text);
    }

    @SaveHistory
    interface Saved {
        Receipt saved(String text);
    }

    /** Its methods are called as what implements it might be; the more general interface comes first. */
    @GroupPublisher("news")
    interface My_PublisherEvents extends Marked, Defaults, Saved, java.io.Serializable {

        Receipt declare(boolean saveHistory);

        Receipt use(ChannelMessage message);

        Receipt unsaved(String text);

        default String value(int method, String parameter, Object value) {
            return "the application's own";
        }
    }

    /** A publisher that extends one. */
    @WebSocket(path = "/twice/{class}")
    @ChannelGroup("twice-{class}.{class}")
    public static class Twice {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @GroupPublisher("twice-{kind}.{kind}")
    interface TwiceEvents extends InboxEvents {

        Receipt twice(String kind, String text);

        @Override
        default Receipt told(UUID customer, String text) {
            return twice(customer.toString(), text);
        }
    }

    @Inject
    OrderEvents orders;

    @Inject
    My_PublisherEvents own;

    @Inject
    TwiceEvents twice;

    @Inject
    NewsEvents news;

    @Inject
    InboxEvents inbox;

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private final Shipment shipment = new Shipment("n1", List.of(1, 2));

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    private ProtocolClient member(String path, String group) {
        ProtocolClient client = ProtocolClient.open(base, path);
        JsonNode joined = client.next();
        assertEquals("joined", joined.get("type").asText());
        assertEquals(group, joined.get("group").asText());
        return client;
    }

    private static void assertMessage(ProtocolClient member, String event, String data) {
        JsonNode message = member.next();
        assertEquals(event, message.get("event").asText());
        assertEquals(data, message.get("data").toString());
    }

    @Test
    void sendsToTheGroupWithTheEvent() {
        try (ProtocolClient member = member("/orders/ann/FAST/7", "orders-ann.FAST:7")) {
            orders.shipped("ann", Kind.FAST, 7, shipment);
            assertMessage(member, "shipped", "{\"number\":\"n1\",\"parts\":[1,2]}");
            Receipt receipt = orders.cancelled(shipment, 7, Kind.FAST, "ann").await().indefinitely();
            assertFalse(receipt.stored());
            assertEquals(1, receipt.deliveredHere());
            assertMessage(member, "order.cancelled", "{\"number\":\"n1\",\"parts\":[1,2]}");
            assertEquals(null, orders.seen("ann", Kind.FAST, 7, 3).await().indefinitely());
            assertMessage(member, "seen", "3");
            orders.shippedAsUsual(shipment);
            assertMessage(member, "shipped", "{\"number\":\"n1\",\"parts\":[1,2]}");
        }
    }

    @Test
    void storesWhatIsToBeStored() {
        assertTrue(orders.placed("ann", Kind.FAST, 7, shipment).stored());
        ChannelMessage message = channelBox.group("orders-ann.FAST:7").history(HistoryQuery.all()).await().indefinitely()
                .get(0);
        assertEquals(Optional.of("placed"), message.event());
    }

    @Test
    void aUniSendsWhenItIsSubscribedTo() {
        try (ProtocolClient member = member("/orders/ann/FAST/7", "orders-ann.FAST:7")) {
            Uni<Receipt> notYet = orders.cancelled(shipment, 7, Kind.FAST, "ann");
            orders.shipped("ann", Kind.FAST, 7, shipment);
            notYet.await().indefinitely();
            assertEquals("shipped", member.next().get("event").asText());
            assertEquals("order.cancelled", member.next().get("event").asText());
        }
    }

    @Test
    void theCallersOptionsCountToo() {
        try (ProtocolClient member = member("/orders/ann/FAST/7", "orders-ann.FAST:7")) {
            SendOptions notTheMember = SendOptions.saveHistory().except(member.id()).event("not this one");
            assertTrue(orders.sentWith(notTheMember, "ann", Kind.FAST, 7, List.of(shipment)).await().indefinitely().stored());
            assertFalse(
                    orders.sentWith(SendOptions.defaults(), "ann", Kind.FAST, 7, List.of()).await().indefinitely().stored());
            assertMessage(member, "sentWith", "[]");
        }
    }

    @Test
    void inheritsMethodsWithTheirTypes() {
        try (ProtocolClient member = member("/news", "news")) {
            assertTrue(news.published(java.util.Map.of("a", 1)).await().indefinitely().stored());
            assertMessage(member, "published", "{\"a\":1}");
            news.redefined(java.util.Map.of("b", 2));
            assertMessage(member, "again", "{\"b\":2}");
            Base<java.util.Map<String, Integer>> asBase = news;
            asBase.redefined(java.util.Map.of("c", 3));
            assertMessage(member, "again", "{\"c\":3}");
            news.also(4);
            assertMessage(member, "also", "4");
        }
    }

    @Test
    void aPlaceholderWithoutANameInJavaIsCalledAsThePublisherWill() {
        UUID customer = UUID.fromString("00000000-0000-0000-0000-00000000000e");
        try (ProtocolClient member = member("/inbox?customer-id=" + customer, "inbox-" + customer)) {
            inbox.told(customer, "hello");
            assertMessage(member, "told", "\"hello\"");
        }
    }

    @Test
    void aValueThatMakesNoNameIsNamed() {
        InvalidGroupNameException thrown = assertThrows(InvalidGroupNameException.class,
                () -> orders.shipped("auth0|1\n", Kind.FAST, 7, shipment));
        assertTrue(thrown.getMessage().startsWith(OrderEvents.class.getName()
                + "#shipped() cannot send with customer = 'auth0|1\\u{a}', kind = 'FAST', number = '7': The group name has"
                + " characters that are not allowed"), thrown::getMessage);
        Uni<Receipt> failed = orders.cancelled(shipment, 7, Kind.FAST, "a b");
        assertTrue(assertThrows(InvalidGroupNameException.class, () -> failed.await().indefinitely()).getMessage()
                .contains("#cancelled() cannot send with customer = 'a b'"));
        orders.shipped(GroupNames.encode("auth0|1\n"), Kind.FAST, 7, shipment);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "null" })
    void aValueThatIsMissingIsNamed(String value) {
        String customer = value.isEmpty() ? value : null;
        String message = "The parameter 'customer' of " + OrderEvents.class.getName() + "#";
        assertTrue(assertThrows(InvalidGroupNameException.class, () -> orders.placed(customer, Kind.FAST, 7, shipment))
                .getMessage().startsWith(message));
        assertTrue(assertThrows(InvalidGroupNameException.class,
                () -> orders.seen(customer, Kind.FAST, 7, 1).await().indefinitely()).getMessage().startsWith(message));
    }

    @Test
    void aDefaultMethodIsLeftAsItIs() {
        try (ProtocolClient member = member("/news", "news")) {
            own.told("a");
            assertMessage(member, "marked", "\"by default: a\"");
            own.declare(true);
            assertMessage(member, "declare", "true");
            assertEquals("the application's own", own.value(0, "", ""));
        }
        assertTrue(own.saved("b").stored());
        assertFalse(own.unsaved("c").stored());
    }

    @Test
    void aPlaceholderMayBeThereTwice() {
        try (ProtocolClient member = member("/twice/a", "twice-a.a")) {
            twice.twice("a", "b");
            assertMessage(member, "twice", "\"b\"");
        }
        assertTrue(assertThrows(InvalidGroupNameException.class, () -> twice.twice("a b", "c")).getMessage()
                .contains("cannot send with kind = 'a b': "));
    }

    /** So that it can be mocked. */
    @Test
    void isAnOrdinaryBean() {
        assertTrue(orders instanceof ClientProxy);
    }
}
