package io.quarkiverse.channelbox;

import java.util.Optional;

/**
 * A member of a group that wants to send to it, by a command. What it sends is not in it: where that decides, have clients send
 * an event to a method of the endpoint, {@link OnEvent}, which sends.
 */
public interface PublishRequest extends GroupRequest {

    /** The id of the connection. */
    String connectionId();

    /** The event name of the message, if it has one. It holds whatever the client sent. */
    Optional<String> event();
}
