package io.quarkiverse.channelbox.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;

import org.acme.transactions.Announcer;
import org.acme.transactions.Outbox;
import org.acme.transactions.Purchase;
import org.acme.transactions.PurchaseMade;
import org.acme.transactions.PurchasesSocket;
import org.acme.transactions.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** What the page on transactions says, with Hibernate ORM and H2. */
class TransactionsTest {

    private static final String TEA = "{\"id\":%d,\"customer\":\"%s\",\"article\":\"tea\"}";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Purchase.class, PurchaseMade.class, Shop.class, Announcer.class,
                    Outbox.class, PurchasesSocket.class, Checkout.class, Checkout.Declined.class))
            .setForcedDependencies(List.of(
                    Dependency.of("io.quarkus", "quarkus-hibernate-orm-deployment", Version.getVersion()),
                    Dependency.of("io.quarkus", "quarkus-jdbc-h2-deployment", Version.getVersion())))
            .overrideConfigKey("quarkus.datasource.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.datasource.jdbc.url", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1")
            .overrideRuntimeConfigKey("quarkus.hibernate-orm.schema-management.strategy", "drop-and-create");

    @Inject
    ChannelBox channelBox;

    @Inject
    Shop shop;

    @Inject
    Checkout checkout;

    @TestHTTPResource("/")
    URI base;

    @Test
    void onlyWhatIsCommittedIsAnnouncedAndOnce() {
        try (WsClient ann = WsClient.open(base, "/ws/purchases/ann")) {
            assertThrows(Checkout.Declined.class, () -> checkout.declined("ann", "coffee"));
            shop.buy("ann", "tea");
            List<Long> ids = checkout.ids("ann");
            String tea = TEA.formatted(ids.get(0), "ann");
            assertEquals(tea, ann.next());
            assertEquals(1, ids.size());
            await().until(() -> checkout.isMarked(ids.get(0)));
            assertEquals(List.of(tea), announced("ann"));
        }
    }

    @Test
    void aDirectSendAnnouncesWhatIsRolledBack() {
        try (WsClient bob = WsClient.open(base, "/ws/purchases/bob")) {
            assertThrows(Checkout.Declined.class, () -> checkout.declinedButAnnounced("bob", "tea"));
            assertEquals(TEA.formatted(0, "bob"), bob.next());
            assertEquals(List.of(), checkout.ids("bob"));
        }
    }

    @Test
    void theOutboxAnnouncesOnceWhatIsLeft() {
        checkout.boughtAndNotAnnounced(-1, "eve", "tea");
        List<String> once = List.of(TEA.formatted(-1, "eve"));
        await().until(() -> checkout.isMarked(-1));
        assertEquals(once, announced("eve"));
        checkout.forgetThatItWasAnnounced(-1);
        await().until(() -> checkout.isMarked(-1));
        assertEquals(once, announced("eve"));
    }

    private List<String> announced(String customer) {
        return channelBox.group("purchases-" + customer).history(HistoryQuery.all()).await().indefinitely().stream()
                .map(ChannelMessage::text).toList();
    }
}
