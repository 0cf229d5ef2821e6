package io.quarkiverse.channelbox.runtime.message;

import java.time.Instant;
import java.util.Optional;

import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.PayloadType;

/** A stored message as applications get it, with its id. */
public final class HistoryMessage implements ChannelMessage {

    private final StoredMessage stored;
    private final String id;

    public HistoryMessage(StoredMessage stored, PositionSigner positions) {
        this.stored = stored;
        this.id = positions.id(stored.group(), stored.position());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String group() {
        return stored.group();
    }

    @Override
    public Instant created() {
        return stored.created();
    }

    @Override
    public Optional<String> event() {
        return stored.event();
    }

    @Override
    public PayloadType payloadType() {
        return stored.payload().kind();
    }

    @Override
    public String text() {
        return stored.text();
    }

    @Override
    public byte[] bytes() {
        return stored.payload().bytes().clone();
    }

    @Override
    public String json() {
        return stored.json();
    }

    /** For logs: not what was said. */
    @Override
    public String toString() {
        return stored.toString();
    }
}
