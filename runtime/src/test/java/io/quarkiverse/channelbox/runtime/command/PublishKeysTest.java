package io.quarkiverse.channelbox.runtime.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** Two users never have one idempotency key, whatever they are called. */
class PublishKeysTest {

    @Test
    void areThoseOfOneUser() {
        List<String> parts = List.of("", "a", "a/b", "b/c", "c", "1", "1/a", "3/a/b");
        assertEquals(parts.size() * parts.size(),
                parts.stream().flatMap(user -> parts.stream().map(key -> PublishCommands.key(user, key)))
                        .collect(Collectors.toSet()).size());
    }
}
