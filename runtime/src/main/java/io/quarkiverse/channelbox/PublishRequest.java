package io.quarkiverse.channelbox;

import java.util.Optional;

/** A member of a group that wants to send to it, by a command. */
public interface PublishRequest extends GroupRequest {

    /** The id of the connection. */
    String connectionId();

    /** The event name of the message, if it has one. It holds whatever the client sent. */
    Optional<String> event();
}
