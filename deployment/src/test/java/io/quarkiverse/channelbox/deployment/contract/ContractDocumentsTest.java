package io.quarkiverse.channelbox.deployment.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;

import com.asyncapi.v3._0_0.model.server.Server;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Endpoint;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Groups;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Members;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Message;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Request;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;

/** Both documents say the same, whatever things are called. */
class ContractDocumentsTest {

    record Order(String dish) {
    }

    /** Named as what the document itself declares for the endpoint. */
    record ShopMessages(int count) {
    }

    interface Shop {
        Order order(ShopMessages messages);

        void nothing();
    }

    interface Publisher {
        void placed(Order order);

        void bytes(byte[] bytes);
    }

    private static final ClassInfo SHOP;
    private static final ClassInfo PUBLISHER;

    static {
        try {
            SHOP = Index.singleClass(Shop.class);
            PUBLISHER = Index.singleClass(Publisher.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(String event, String method, boolean stored) {
        MethodInfo sends = PUBLISHER.firstMethod(method);
        return new Message(event, PUBLISHER, sends, sends.parameterType(0), stored);
    }

    private final Endpoint endpoint = new Endpoint(SHOP, "/shop", List.of(
            new Request("place \"it\" */", SHOP.firstMethod("order"),
                    Optional.of(SHOP.firstMethod("order").parameterType(0)),
                    Optional.of(SHOP.firstMethod("order").returnType())),
            new Request("ping", SHOP.firstMethod("nothing"), Optional.empty(), Optional.empty())));
    private final ContractBuildItem contract = new ContractBuildItem(List.of(endpoint),
            List.of(new Groups(GroupTemplate.parse("a`$\\-{user}"), List.of(new Members(endpoint, JoinMode.ON_OPEN)), true,
                    List.of(message("bytes", "bytes", false), message("it's placed", "placed", true)))));
    private final Javadocs javadocs = new Javadocs(List.of());
    private final TypeNames typeNames = new TypeNames();
    private final Map<DotName, String> names = TypeScriptDocument.names(contract, typeNames);
    private final ContractTypes types;

    ContractDocumentsTest() throws IOException {
        types = ContractTypes.of(contract, new PayloadSchemas(PayloadMapper.of(ConfigProvider.getConfig()),
                Index.of(Order.class, ShopMessages.class), typeNames, javadocs));
    }

    @Test
    void typeScript() {
        String text = TypeScriptDocument.of(contract, names, types, javadocs);
        String expected = """
                export interface ShopMessages {
                  events: {
                    bytes: Uint8Array;
                    "it's placed": Order;
                  };
                  requests: {
                    ping: { data: undefined; reply: undefined };
                    "place \\"it\\" */": { data: ContractDocumentsTestShopMessages; reply: Order };
                  };
                }

                export type ShopGroup = `a\\`$\\\\-${string}`;
                """;
        int begin = text.indexOf("export interface ShopMessages");
        assertEquals(expected, text.substring(begin, begin + expected.length()));
        // Members publish it as well.
        assertEquals("export interface Order {\n  dish?: string | null;\n}\n",
                text.substring(text.indexOf("export interface Order")));
    }

    @Test
    void asyncApi() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(AsyncApiWriter.write(AsyncApiDocument.of(contract, types, javadocs, "shop",
                        "1", Server.builder().host("acme.org").protocol("wss").build()), false).json());
        JsonNode messages = document.at("/channels/a___-user/messages");
        assertEquals("application/octet-stream", messages.at("/bytes/contentType").asText());
        assertEquals("it's placed", messages.at("/it_s_placed/name").asText());
        assertEquals("#/components/schemas/Order", messages.at("/it_s_placed/payload/$ref").asText());
        JsonNode sent = document.at("/operations/Publisher.placed");
        assertEquals("send", sent.get("action").asText());
        assertEquals("history", sent.at("/tags/0/name").asText());
        assertEquals("#/channels/a___-user/messages/it_s_placed", sent.at("/messages/0/$ref").asText());
        assertEquals(2, document.at("/operations/publish.a___-user/messages").size());
        assertEquals("receive", document.at("/operations/publish.a___-user/action").asText());
        assertEquals("#/channels/Shop/messages/place__it____.reply",
                document.at("/operations/Shop.place__it____/reply/messages/0/$ref").asText());
        assertEquals("#/components/schemas/ContractDocumentsTestShopMessages",
                document.at("/channels/Shop/messages/place__it____/payload/$ref").asText());
    }
}
