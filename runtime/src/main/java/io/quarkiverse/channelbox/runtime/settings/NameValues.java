package io.quarkiverse.channelbox.runtime.settings;

import java.util.Optional;

/** What the name of a group is made of: the values of a handshake. They hold whatever the client sent. */
public interface NameValues {

    Optional<String> pathParam(String name);

    Optional<String> queryParam(String name);

    Optional<String> header(String name);

    /** The name of the principal, if somebody is authenticated. */
    Optional<String> principal();
}
