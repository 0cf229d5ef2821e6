package org.acme.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testing.GroupClient;
import io.quarkiverse.channelbox.testing.UpgradeRefusedException;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class OrderSocketTest {

    // tag::upgrade[]
    @Test
    void theUpgradeNamesTheGroups() {
        try (GroupClient client = GroupClient.to("/ws/orders/c1")
                .query("region", "north").header("X-Tenant", "acme").connect()) {
            assertEquals("You are in [orders-c1, region-north, tenant-acme, everybody]", client.awaitMessage(String.class));
            client.awaitFrame("joined", "region-north");
        }
    }

    @Test
    void whoDoesNotNameThemIsRefused() {
        UpgradeRefusedException refused = assertThrows(UpgradeRefusedException.class,
                () -> GroupClient.connect("/ws/orders/c1"));
        assertEquals(400, refused.status());
    }
    // end::upgrade[]
}
