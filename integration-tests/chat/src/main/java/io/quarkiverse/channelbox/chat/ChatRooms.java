package io.quarkiverse.channelbox.chat;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.security.ForbiddenException;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** What the chat endpoints do with a connection that joined and with the frames that come from it. */
@ApplicationScoped
public class ChatRooms {

    /** The attribute of a channel that holds the name that its person goes by. */
    static final String NAME = "name";

    private static final String GROUP_PREFIX = "chat-";
    private static final Logger LOG = Logger.getLogger(ChatRooms.class);
    private static final int MAX_NAME_LENGTH = 100;

    private final ChannelBox channelBox;
    private final ChatEvents events;
    private final ObjectReader json;

    public ChatRooms(ChannelBox channelBox, ChatEvents events, ObjectMapper mapper) {
        this.channelBox = channelBox;
        this.events = events;
        this.json = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Lets the others see who is there: by the name that the address of the connection gives, unless it was given one. */
    void introduce(@Observes ChannelJoined joined) {
        Channel channel = joined.channel();
        String name = QueryParameters.first(channel.connection(), NAME);
        if (isName(name) && !channel.attributes().containsKey(NAME)) {
            channelBox.group(channel.group()).join(channel.connection(), JoinOptions.defaults().attribute(NAME, name.strip()));
        }
    }

    static boolean isName(String text) {
        return text != null && !text.isBlank() && text.length() <= MAX_NAME_LENGTH;
    }

    /** Sends what somebody said to a room that they are in, and keeps it; returns its id. */
    Uni<String> say(WebSocketConnection connection, SaidInRoom said) {
        if (said == null || !isIn(connection, GROUP_PREFIX + said.room())) {
            throw new ForbiddenException();
        }
        SendOptions options = said.key() == null ? SendOptions.defaults() : SendOptions.defaults().idempotencyKey(said.key());
        return events.said(said.room(), new ChatMessage(said.username(), said.message()), options)
                .map(receipt -> receipt.id().orElse(null));
    }

    private boolean isIn(WebSocketConnection connection, String group) {
        return channelBox.local().channels(connection).stream().anyMatch(channel -> channel.group().equals(group));
    }

    /** Sends what somebody said to everybody in the same groups, and keeps it; what is no chat message is ignored. */
    Uni<Void> receive(WebSocketConnection connection, String frame) {
        Optional<ChatMessage> message = parse(frame);
        if (message.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom().iterable(channelBox.local().channels(connection))
                .onItem().transformToUniAndConcatenate(channel -> channelBox.group(channel.group())
                        .send(message.get(), SendOptions.saveHistory()))
                .onItem().ignoreAsUni()
                .onFailure(PayloadException.class).recoverWithUni(unsendable -> {
                    LOG.debugf("Ignored a message of connection %s: %s", connection.id(), unsendable.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    private Optional<ChatMessage> parse(String frame) {
        try {
            JsonNode node = json.readTree(frame);
            JsonNode username = node.path("username");
            JsonNode message = node.path("message");
            return username.isTextual() && message.isTextual()
                    ? Optional.of(new ChatMessage(username.textValue(), message.textValue()))
                    : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
