package io.quarkiverse.channelbox.runtime.settings;

import java.util.Optional;

/** A handshake that tells nothing but what is added. */
interface NoValues extends NameValues {

    NameValues NONE = new NoValues() {
    };

    @Override
    default Optional<String> pathParam(String name) {
        return Optional.empty();
    }

    @Override
    default Optional<String> queryParam(String name) {
        return Optional.empty();
    }

    @Override
    default Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    default Optional<String> principal() {
        return Optional.empty();
    }
}
