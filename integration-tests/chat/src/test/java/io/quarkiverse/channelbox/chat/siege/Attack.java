package io.quarkiverse.channelbox.chat.siege;

import java.util.List;
import java.util.stream.Stream;

/**
 * What clients do to the server for a while.
 *
 * @param name for the report
 */
record Attack(String name, Begin begin) {

    /** Sets the attackers to work, and returns. */
    interface Begin {
        void with(Attackers attackers) throws Exception;
    }

    /** All of them, in the order in which they come. */
    static List<Attack> all() {
        return Stream.of(Floods.all(), Bombs.all(), HalfUpgrades.all(), EndlessFrames.all(), Names.all(), RestCalls.all())
                .flatMap(List::stream).toList();
    }
}
