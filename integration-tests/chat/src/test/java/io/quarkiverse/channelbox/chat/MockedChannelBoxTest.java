package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.FlushReport;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.test.InjectMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;

/** An application can be tested without anybody connected: its {@code ChannelBox} and its publishers are replaced by mocks. */
@QuarkusTest
class MockedChannelBoxTest {

    @InjectMock
    ChannelBox channelBox;

    @InjectMock
    ChatEvents events;

    @Inject
    ChatRooms rooms;

    @Test
    void theApplicationTalksToTheMock() {
        Group group = mock(Group.class);
        when(channelBox.group("chat-mock")).thenReturn(group);
        when(group.send(any(), any())).thenReturn(Uni.createFrom().item(Receipt.stored("e:7", 3)));
        when(channelBox.flushGroups()).thenReturn(Uni.createFrom().item(FlushReport.of(2, 5)));

        given().contentType(ContentType.JSON).body("1").post("/api/groups/chat-mock/messages").then().statusCode(202)
                .body("id", is("e:7")).body("delivered", is(3)).body("stored", is(true));
        verify(group).send(any(), eq(SendOptions.saveHistory()));
        delete("/api/groups").then().statusCode(200).body("groups", is(2)).body("channels", is(5));
    }

    @Test
    void soDoesWhatSendsByAPublisher() {
        Channel channel = mock(Channel.class);
        when(channel.group()).thenReturn("chat-mock");
        ChannelBox.Local local = mock(ChannelBox.Local.class);
        when(local.channels(null)).thenReturn(List.of(channel));
        when(channelBox.local()).thenReturn(local);
        when(events.said(eq("mock"), any(), any())).thenReturn(Uni.createFrom().item(Receipt.stored("e:8", 1)));

        assertEquals("e:8", rooms.say(null, new SaidInRoom("mock", "ann", "hi", "k1")).await().indefinitely());
        verify(events).said("mock", new ChatMessage("ann", "hi"), SendOptions.defaults().idempotencyKey("k1"));
    }
}
