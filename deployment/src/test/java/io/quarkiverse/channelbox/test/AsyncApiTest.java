package io.quarkiverse.channelbox.test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;

/** The contract of an application is served as AsyncAPI, where it is developed and tested. */
class AsyncApiTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Shop.class, Chat.class, Plain.class, Order.class, Receipt.class))
            .overrideConfigKey("quarkus.application.name", "shop")
            .overrideConfigKey("quarkus.channel-box.asyncapi.server", "wss://acme.org/live");

    public record Order(String dish, int count) {
    }

    public record Receipt(String id) {
    }

    @WebSocket(path = "/shop/{room}")
    @ChannelGroup("shop-{room}-{header:X.Y}")
    @ChannelGroup("{query:q}")
    public static class Shop {

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("place an \"order\"")
        Uni<Receipt> order(Order order) {
            return Uni.createFrom().item(new Receipt("1"));
        }

        @OnEvent("place an 'order'")
        void orders(List<Order> orders) {
        }
    }

    @WebSocket(path = "/chat")
    @ChannelGroup(value = "shop-{room}-{header:X.Y}", join = JoinMode.ON_REQUEST)
    @ChannelGroup(value = "talk-{room}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS)
    public static class Chat {

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/plain")
    public static class Plain {

        @OnTextMessage
        void ignore(String text) {
        }
    }

    private static ValidatableResponse document() {
        return given().get("/q/asyncapi").then().statusCode(200).contentType("application/json");
    }

    @Test
    void saysWhatItIsOf() {
        document().body("asyncapi", equalTo("3.0.0")).body("info.title", equalTo("shop"))
                .body("servers.default.protocol", equalTo("wss")).body("servers.default.host", equalTo("acme.org"))
                .body("servers.default.pathname", equalTo("/live"));
    }

    @Test
    void endpointsAreChannels() {
        document().body("channels.Shop.address", equalTo("/shop/{room}"))
                .body("channels.Shop.parameters", hasKey("room"))
                .body("channels.Shop.bindings.ws.query.required", equalTo(List.of("q")))
                .body("channels.Shop.bindings.ws.headers.required", equalTo(List.of("X.Y")))
                .body("channels.Chat.messages.size()", equalTo(0))
                .body("channels", not(hasKey("Plain")));
    }

    @Test
    void templatesAreChannels() {
        document().body("channels.'shop-room-header_X.Y'.address", equalTo("shop-{room}-{X_Y}"))
                .body("channels.'shop-room-header_X.Y'.title", equalTo("shop-{room}-{header:X.Y}"))
                .body("channels.'shop-room-header_X.Y'.parameters.X_Y.description", containsString("header `X.Y`"))
                .body("channels.'shop-room-header_X.Y'.description", containsString("`/chat`"))
                .body("channels.'shop-room-header_X.Y'.description", containsString("`/shop/{room}`"))
                .body("channels.'query_q'.address", equalTo("{q}"));
    }

    @Test
    void theApplicationReceivesWhatClientsAskAndReplies() {
        String ask = "operations.'Shop.place_an__order_'";
        document().body(ask + ".action", equalTo("receive"))
                .body(ask + ".channel.$ref", equalTo("#/channels/Shop"))
                .body(ask + ".messages[0].$ref", equalTo("#/channels/Shop/messages/place_an__order_"))
                .body(ask + ".reply.messages[0].$ref", equalTo("#/channels/Shop/messages/place_an__order_.reply"))
                .body("channels.Shop.messages.place_an__order_.name", equalTo("place an \"order\""))
                .body("channels.Shop.messages.place_an__order_.payload.$ref", equalTo("#/components/schemas/Order"))
                .body("channels.Shop.messages.'place_an__order_.reply'.payload.$ref",
                        equalTo("#/components/schemas/Receipt"))
                .body("channels.Shop.messages.place_an__order__2.payload.items.$ref", equalTo("#/components/schemas/Order"))
                .body("operations.'Shop.place_an__order__2'.reply", nullValue())
                .body("components.schemas.Order.required", equalTo(List.of("count")))
                .body("components.schemas.Receipt.required", equalTo(List.of("id")))
                .body("components.schemas.Receipt.properties.id.type", hasItems("string", "null"));
    }

    @Test
    void theApplicationReceivesWhatMembersPublish() {
        document().body("operations.'publish.talk-room'.action", equalTo("receive"))
                .body("operations.'publish.talk-room'.messages", hasSize(1))
                .body("operations.findAll { it.key.startsWith('publish.') }.size()", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({ "/q/asyncapi,*/*,json", "/q/asyncapi,application/yaml,yaml", "/q/asyncapi,'text/html, */*',json",
            "/q/asyncapi.json,application/yaml,json", "/q/asyncapi.yaml,application/json,yaml" })
    void inTheFormThatIsAskedFor(String path, String accepted, String form) {
        String entityTag = given().header("Accept", accepted).get(path).then().statusCode(200)
                .contentType("application/" + form)
                .body(startsWith(form.equals("json") ? "{" : "asyncapi: 3.0.0")).extract().header("ETag");
        given().header("Accept", accepted).header("If-None-Match", entityTag).get(path).then().statusCode(304)
                .body(emptyString());
    }
}
