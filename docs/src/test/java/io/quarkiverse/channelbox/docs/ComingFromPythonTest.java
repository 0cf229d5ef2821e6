package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;

import jakarta.inject.Inject;

import org.acme.python.MyChat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** The endpoint on the page for those who come from Python. */
class ComingFromPythonTest {

    private static final String MESSAGE = "{\"username\":\"ann\",\"message\":\"hi\"}";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(MyChat.class, MyChat.Message.class));

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void theGroupIsInTheQuery() {
        try (WsClient client = WsClient.open(base, "/ws?group_name=MyChat")) {
            client.send(MESSAGE);
            assertEquals(MESSAGE, client.next());
        }
        assertEquals(1, channelBox.history().await().indefinitely().get("MyChat").size());
        assertEquals(400, WsClient.upgradeStatus(base, "/ws", Map.of()));
    }
}
