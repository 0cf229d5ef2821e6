package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.acme.events.KitchenSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;

/** What the build of an application writes is what the page on TypeScript shows. */
class BuildOutputTest {

    private static final String TYPES = "channel-box.generated.d.ts";

    @RegisterExtension
    static final QuarkusProdModeTest BUILD = new QuarkusProdModeTest().withApplicationRoot(
            root -> root.addClasses(KitchenSocket.class, KitchenSocket.Dish.class, KitchenSocket.Ticket.class));

    @ProdBuildResults
    ProdModeTestResults results;

    @Test
    void theTypesForTypeScript() {
        assertEquals(DocFiles.read(results.getBuildDir().resolve(TYPES)).strip(), DocFiles.example("clients/" + TYPES));
    }
}
