package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** A worker sends to members that are connected to other applications, which share their groups with it. */
class PublisherWithoutEndpointTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(OrderEvents.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .overrideConfigKey("quarkus.redis.hosts", "redis://127.0.0.1:" + RedisServer.shared().port())
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis");

    @GroupPublisher("orders-{customer}")
    public interface OrderEvents {
        @SaveHistory
        Receipt shipped(String customer, String order);
    }

    @Inject
    OrderEvents orders;

    @Inject
    ChannelBox channelBox;

    @Test
    void sends() {
        String customer = UUID.randomUUID().toString();
        assertTrue(orders.shipped(customer, "o1").stored());
        assertEquals("o1",
                channelBox.group("orders-" + customer).history(HistoryQuery.all()).await().indefinitely().get(0).text());
    }
}
