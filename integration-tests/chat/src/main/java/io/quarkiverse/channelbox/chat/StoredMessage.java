package io.quarkiverse.channelbox.chat;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.util.RawValue;

import io.quarkiverse.channelbox.ChannelMessage;

/** A message of a history; the payload is its JSON value. */
public record StoredMessage(String id, Instant created, RawValue payload) {

    static List<StoredMessage> of(List<ChannelMessage> messages) {
        return messages.stream().map(m -> new StoredMessage(m.id(), m.created(), new RawValue(m.json()))).toList();
    }
}
