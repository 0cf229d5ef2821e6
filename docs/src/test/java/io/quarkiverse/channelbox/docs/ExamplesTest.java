package io.quarkiverse.channelbox.docs;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import jakarta.inject.Inject;

import org.acme.clients.Follower;
import org.acme.expiry.Cleaning;
import org.acme.groups.DeskSocket;
import org.acme.groups.GroupObserver;
import org.acme.groups.GroupResource;
import org.acme.groups.InboxSocket;
import org.acme.groups.LobbySocket;
import org.acme.groups.OrderSocket;
import org.acme.groups.PricesSocket;
import org.acme.groups.SensorSocket;
import org.acme.history.HistoryResource;
import org.acme.nodes.UnavailableMapper;
import org.acme.publishers.Cancellation;
import org.acme.publishers.OrderEvents;
import org.acme.publishers.OrderResource;
import org.acme.publishers.OwnEvents;
import org.acme.publishers.OwnSocket;
import org.acme.publishers.Shipment;
import org.acme.security.ErrorMappers;
import org.acme.security.TeamAuthorizer;
import org.acme.security.TeamSocket;
import org.acme.sending.Couriers;
import org.acme.sending.MoneyCodec;
import org.acme.sending.Notices;
import org.acme.sending.Notifier;
import org.acme.sending.OrderService;
import org.acme.sending.OrderService.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;

/** The examples of the guide are accepted by the build, and do what the pages say. */
class ExamplesTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root
            .addClasses(OrderSocket.class, InboxSocket.class, SensorSocket.class, LobbySocket.class, GroupResource.class,
                    GroupObserver.class, DeskSocket.class, PricesSocket.class)
            .addClasses(OrderService.class, Order.class, Notices.class, Notifier.class, MoneyCodec.class,
                    MoneyCodec.Money.class)
            .addClasses(OrderEvents.class, OrderResource.class, Shipment.class, Cancellation.class,
                    org.acme.publishers.Order.class, OwnEvents.class, OwnSocket.class)
            .addClasses(Couriers.class, Couriers.Position.class)
            .addClasses(HistoryResource.class, Cleaning.class)
            .addClasses(Follower.class)
            .addClasses(TeamAuthorizer.class, TeamSocket.class, ErrorMappers.class)
            .addClasses(UnavailableMapper.class, DocFiles.class, Listing.class));

    @Inject
    ChannelBox channelBox;

    @Inject
    OrderService orders;

    @Inject
    OrderEvents events;

    @Inject
    OwnEvents own;

    @Inject
    Notices notices;

    @Inject
    Notifier notifier;

    @Inject
    Couriers couriers;

    @Inject
    Cleaning cleaning;

    @TestHTTPResource("/")
    URI base;

    private WsClient customer(String name) {
        return WsClient.open(base, "/ws/orders/" + name + "?region=north",
                Map.of("X-Tenant", "acme"));
    }

    @Test
    void theGroupOfTheConnectionThatLeft() {
        try (WsClient stays = WsClient.open(base, "/ws/desks/1"); WsClient other = WsClient.open(base, "/ws/desks/2")) {
            try (WsClient leaves = WsClient.open(base, "/ws/desks/1")) {
                leaves.send("hello");
                assertEquals("hello", stays.next());
            }
            assertEquals("somebody left desk-1", stays.next());
            assertEquals(0, other.waiting());
        }
    }

    @Test
    void groups() {
        try (WsClient client = customer("c1")) {
            assertEquals("You are in [orders-c1, region-north, tenant-acme, everybody]", client.next());
            RestAssured.get("/groups").then().body("orders-c1.channels", is(1));
            String id = RestAssured.get("/groups/orders-c1").then().body("$", hasSize(1)).extract().path("[0].connectionId");
            RestAssured.delete("/groups/everybody").then().body(is("1"));
            RestAssured.put("/groups/guests/users/nobody").then().body(is("0"));
            RestAssured.delete("/groups/region-north/connections/" + id).then().body(is("1"));
            RestAssured.delete("/groups/orders-c1/" + id).then().body(is("true"));
            assertEquals(4001, client.closeCode());
        }
        RestAssured.get("/groups/a b").then().statusCode(400).body(containsString("group-name-pattern"));
    }

    @Test
    void sending() {
        Order order = new Order("o1", "c2", "paid");
        String json = "{\"id\":\"o1\",\"customer\":\"c2\",\"state\":\"paid\"}";
        assertFalse(orders.reachedAnybody(order));
        try (WsClient client = customer("c2")) {
            client.next();
            assertEquals(1, orders.changed(order).await().indefinitely().deliveredHere());
            orders.changedQuietly(order);
            orders.changedOrLogged(order);
            assertTrue(orders.reachedAnybody(order));
            notifier.push("orders-c2", order);
            for (int i = 0; i < 5; i++) {
                assertEquals(json, client.next());
            }
            notices.toTwoRegions("to the north");
            assertEquals("to the north", client.next());

            String connection = channelBox.group("orders-c2").local().channels().iterator().next().connection().id();
            Receipt receipt = orders.created(order, connection).await().indefinitely();
            assertEquals(0, receipt.deliveredHere());
            assertTrue(receipt.stored());
            assertEquals(receipt, orders.created(order, connection).await().indefinitely());
        }
        RestAssured.get("/history/orders-c2").then().body("$", hasSize(1)).body("[0].event", is("created"))
                .body("[0].payload.state", is("paid"));
        String id = RestAssured.get("/history/orders-c2").path("[0].id");
        RestAssured.get("/history/orders-c2?after=" + id).then().body("$", hasSize(0));
        RestAssured.delete("/history/orders-c2").then().body(is("1"));
    }

    @Test
    void publishers() {
        try (WsClient client = customer("c3")) {
            client.next();
            events.shipped("c3", new Shipment("o3", "bike"));
            assertEquals("{\"order\":\"o3\",\"carrier\":\"bike\"}", client.next());
            for (int i = 0; i < 2; i++) {
                RestAssured.given().contentType("application/json").body("{\"number\":\"o3\",\"lines\":2}")
                        .post("/customers/c3/orders").then().statusCode(200).body("stored", is(true));
            }
            events.cancelled("c3", new Cancellation("o3", "too late")).await().indefinitely();
            assertEquals(List.of("{\"number\":\"o3\",\"lines\":2}", "{\"order\":\"o3\",\"reason\":\"too late\"}"),
                    client.next(2));
        }
        assertEquals(Listing.only("publishers.adoc", ""),
                assertThrows(InvalidGroupNameException.class, () -> events.shipped("auth0|1", new Shipment("o4", "bike")))
                        .getMessage());
        assertEquals(0, own.told("auth0|1", "hello").await().indefinitely().deliveredHere());
    }

    @Test
    void asking() {
        try (ProtocolClient client = ProtocolClient.open(base, "/ws/lobby")) {
            var where = couriers.where(client.id()).subscribeAsCompletionStage();
            JsonNode question = client.next();
            assertEquals("street", question.at("/data/accuracy").asText());
            client.command("answer", "ref", question.get("ask").asText(), "data", new Couriers.Position(1, 2));
            assertEquals(new Couriers.Position(1, 2), where.join());
            assertNull(couriers.where("nobody").await().indefinitely());
            channelBox.connection(client.id()).join("couriers-berlin").await().indefinitely();
            client.next();
            var free = couriers.whoIsFree("berlin").subscribeAsCompletionStage();
            client.command("answer", "ref", client.next().get("ask").asText(), "data", true);
            assertEquals(List.of(client.id()), free.join());
        }
    }

    /** What a client puts together as the page on groups says. */
    @Test
    void namesOfSeveralValues() {
        try (ProtocolClient client = ProtocolClient.open(base, "/ws/lobby")) {
            channelBox.connection(client.id()).join("dm-alice+2Dbob-x").await().indefinitely();
            client.next();
            notices.toTwoPeople("hi");
            assertEquals("hi", client.next().get("data").asText());
        }
    }

    @Test
    void explicitJoin() {
        try (WsClient client = WsClient.open(base, "/ws/lobby")) {
            client.send("join tea");
            assertEquals("joined", client.next());
            Channel channel = channelBox.group("table-tea").local().channels().iterator().next();
            assertEquals(Duration.ofMinutes(10), channel.expires());
            assertEquals(Map.of("role", "guest"), channel.attributes());
            notices.toTheGuests("tea is ready");
            assertEquals("tea is ready", client.next());
            client.send("leave tea");
            assertEquals("left", client.next());
            client.send("join t e a");
            assertEquals("no such name is allowed", client.next());
        }
    }

    @Test
    void annotationMembers() {
        try (WsClient client = WsClient.open(base, "/ws/sensors/7")) {
            assertTrue(channelBox.group("sensor-7").sendAndAwait("warm").stored());
            assertEquals("\"warm\"", client.next());
            assertEquals(Duration.ofMinutes(10), channelBox.group("sensor-7").local().channels().iterator().next().expires());
        }
    }

    @Test
    void following() {
        BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        Follower follower = new Follower(messages::add);
        URI sensor = base.resolve("/ws/sensors/8");
        var group = channelBox.group("sensor-8");
        try (WsClient other = WsClient.open(base, "/ws/sensors/8")) {
            for (String time : List.of("first", "second")) {
                var connection = follower.connect(sensor);
                group.sendAndAwait("live, " + time);
                await().until(() -> messages.contains("live, " + time));
                connection.closeAndAwait();
                await().until(() -> group.local().size() == 1);
                group.sendAndAwait("missed, " + time);
            }
            follower.connect(sensor);
            await().until(() -> messages.size() == 4);
            assertEquals(List.of("live, first", "missed, first", "live, second", "missed, second"),
                    List.copyOf(messages));
        }
    }

    @Test
    void refusals() {
        assertEquals(401, WsClient.upgradeStatus(base, "/ws/inbox", Map.of()));
        assertEquals(403, WsClient.upgradeStatus(base, "/ws/teams/red", Map.of()));
        assertEquals(400, WsClient.upgradeStatus(base, "/ws/orders/c3?region=north", Map.of()));
        assertEquals(400, WsClient.upgradeStatus(base, "/ws/orders/c3", Map.of("X-Tenant", "acme")));
    }

    @Test
    void cleaning() {
        assertEquals(0, cleaning.cleanNow().await().indefinitely());
    }
}
