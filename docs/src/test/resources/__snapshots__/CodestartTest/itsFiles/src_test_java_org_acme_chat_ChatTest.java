package org.acme.chat;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testing.GroupClient;
import io.quarkiverse.channelbox.testing.SentMessages;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ChatTest {

    @Inject
    SentMessages sent;

    @BeforeEach
    void clear() {
        sent.clear();
    }

    @Test
    void whatIsPostedIsSentToTheRoom() {
        ChatMessage message = new ChatMessage("cron", "The backup is done");
        given().contentType("application/json").body(message).post("/chat/kitchen").then().statusCode(200);
        assertEquals(message, sent.await("chat-kitchen").payload());
    }

    @Test
    void everybodyInTheRoomHearsWhatIsSaid() {
        try (GroupClient ann = GroupClient.connect("/ws/chat/lobby");
                GroupClient bob = GroupClient.connect("/ws/chat/lobby");
                GroupClient eve = GroupClient.connect("/ws/chat/attic")) {
            ann.send(new ChatMessage("ann", "hi"));
            assertEquals(new ChatMessage("ann", "hi"), bob.awaitMessage(ChatMessage.class));
            eve.assertNoMessage();
        }
    }
}
