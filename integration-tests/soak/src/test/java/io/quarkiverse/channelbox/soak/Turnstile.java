package io.quarkiverse.channelbox.soak;

import java.util.ArrayDeque;

/** Lets so many upgrades happen at a time: a slow machine is not asked for more than it can do. */
final class Turnstile {

    private static final int AT_A_TIME = 20;

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    void enter(Runnable upgrade) {
        if (inside < AT_A_TIME) {
            inside++;
            upgrade.run();
        } else {
            waiting.add(upgrade);
        }
    }

    /** An upgrade has come to its end, whichever that is. */
    void leave() {
        inside--;
        if (!waiting.isEmpty()) {
            enter(waiting.remove());
        }
    }
}
