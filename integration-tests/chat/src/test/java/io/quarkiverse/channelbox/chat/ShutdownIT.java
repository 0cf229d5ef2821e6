package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.WsClient;

/** The packaged application, ended as an operator does it: by SIGTERM. */
class ShutdownIT {

    private static final int TERMINATED = 128 + 15;

    @Test
    void tellsItsClientsThatItGoesAway() throws IOException, InterruptedException {
        try (PackagedApplication application = PackagedApplication.start()) {
            WsClient ann = WsClient.open(application.base(), "/ws/chat/lobby");
            WsClient bob = WsClient.open(application.base(), "/ws/relay/other");
            ann.send("{\"username\":\"ann\",\"message\":\"hi\"}");
            ann.next();
            application.terminate();
            assertEquals(1001, ann.closeCode());
            assertEquals(1001, bob.closeCode());
            assertEquals(TERMINATED, application.exitCode());
            assertEquals(List.of(), application.complaints());
        }
    }
}
