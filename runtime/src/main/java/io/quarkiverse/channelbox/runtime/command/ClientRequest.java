package io.quarkiverse.channelbox.runtime.command;

import java.util.Map;
import java.util.Optional;

import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.PublishRequest;
import io.quarkiverse.channelbox.runtime.membership.UpgradeRequest;
import io.quarkiverse.channelbox.runtime.settings.GroupBinding.Permitted;

/** What a client asks for by a command. */
final class ClientRequest extends UpgradeRequest implements JoinRequest, PublishRequest {

    private final String connectionId;
    private final Map<String, String> values;
    private final Optional<String> event;

    /** @param event of a message that is to be published */
    ClientRequest(CommandClient client, String group, Permitted permitted, Optional<String> event) {
        super(group, permitted.template(), client.handshake());
        this.connectionId = client.connection().id();
        this.values = permitted.values();
        this.event = event;
    }

    @Override
    public String connectionId() {
        return connectionId;
    }

    @Override
    public Optional<String> event() {
        return event;
    }

    @Override
    public Optional<String> pathParam(String name) {
        return Optional.ofNullable(values.get(name)).or(() -> super.pathParam(name));
    }
}
