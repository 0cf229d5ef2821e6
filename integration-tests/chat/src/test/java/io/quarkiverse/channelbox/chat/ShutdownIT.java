package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.WsClient;

/** The packaged application, set up and ended as an operator does it: by an environment variable and by SIGTERM. */
class ShutdownIT {

    /** Of a template that no key in the application's files names. */
    private static final Map<String, String> ENVIRONMENT = Map.of("QUARKUS_CHANNEL_BOX_GROUPS__CHAT__GROUP___REPLAY", "1");
    private static final int TERMINATED = 128 + 15;

    @Test
    void tellsItsClientsThatItGoesAway() throws IOException, InterruptedException {
        try (PackagedApplication application = PackagedApplication.start(ENVIRONMENT, 0)) {
            WsClient ann = WsClient.open(application.base(), "/ws/chat/lobby");
            WsClient bob = WsClient.open(application.base(), "/ws/relay/other");
            ann.send("{\"username\":\"ann\",\"message\":\"hi\"}");
            ann.next();
            ann.send("{\"username\":\"ann\",\"message\":\"again\"}");
            String last = ann.next();
            WsClient late = WsClient.open(application.base(), "/ws/chat/lobby");
            assertEquals(last, late.next());
            application.terminate();
            assertEquals(1001, ann.closeCode());
            assertEquals(1001, bob.closeCode());
            assertEquals(1001, late.closeCode());
            assertEquals(TERMINATED, application.exitCode());
            assertEquals(List.of(), application.complaints());
        }
    }
}
