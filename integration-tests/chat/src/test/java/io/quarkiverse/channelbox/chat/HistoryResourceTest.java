package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.Group;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** All histories are never in memory together. */
class HistoryResourceTest {

    private static final String MESSAGES = "[{\"id\":null,\"created\":null,\"payload\":null}]";

    private final List<String> read = new ArrayList<>();
    private final ChannelBox channelBox = mock(ChannelBox.class);
    private final HistoryResource resource = new HistoryResource(channelBox, new ObjectMapper().findAndRegisterModules());

    private AssertSubscriber<String> answer(String... groups) {
        Set<String> names = new LinkedHashSet<>(List.of(groups));
        when(channelBox.groupsWithHistory()).thenReturn(Uni.createFrom().item(names));
        when(channelBox.group(anyString())).thenAnswer(call -> {
            Group group = mock(Group.class);
            when(group.history(any())).thenReturn(Uni.createFrom().item(() -> {
                read.add(call.getArgument(0));
                return call.getArgument(0).equals("empty") ? List.of() : List.of(mock(ChannelMessage.class));
            }));
            return group;
        });
        return resource.all().map(piece -> (String) piece.rawValue()).subscribe().withSubscriber(AssertSubscriber.create(0));
    }

    @Test
    void aGroupIsReadWhenTheOneBeforeIsTaken() {
        AssertSubscriber<String> client = answer("a", "b\"", "empty", "c");
        assertEquals(List.of(), read);
        assertEquals("{\"a\":" + MESSAGES, client.request(1).getLastItem());
        assertEquals(List.of("a"), read);
        assertEquals(",\"b\\\"\":" + MESSAGES, client.request(1).getLastItem());
        assertEquals(List.of("a", "b\""), read);
        client.request(2).assertLastItem("}").assertCompleted();
        assertEquals(List.of("a", "b\"", "empty", "c"), read);
    }

    @Test
    void nothingIsAnObject() {
        answer().request(1).assertItems("{}").assertCompleted();
    }
}
