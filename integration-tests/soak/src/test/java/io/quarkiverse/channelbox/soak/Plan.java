package io.quarkiverse.channelbox.soak;

import java.time.Duration;
import java.util.Random;

/**
 * What the system properties say: {@code soak.duration} ({@code 45s}, {@code 10m}), {@code soak.clients} at once,
 * {@code soak.seed}, {@code soak.engine} ({@code local} or {@code redis}).
 */
record Plan(Duration duration, int clients, long seed, boolean isRedis) {

    /** Of all clients together. */
    private static final int ACTIONS_PER_SECOND = 200;
    private static final int CLIENTS_IN_HALL = 20;
    private static final int CLIENTS_FOR_ROOM = 10;

    static Plan read() {
        return new Plan(Duration.parse("PT" + System.getProperty("soak.duration", "45s")),
                Integer.getInteger("soak.clients", 300),
                Long.getLong("soak.seed", System.nanoTime()), System.getProperty("soak.engine", "local").equals("redis"));
    }

    Plan lasting(Duration other) {
        return new Plan(other, clients, seed, isRedis);
    }

    int halls() {
        return Math.max(1, clients / CLIENTS_IN_HALL);
    }

    int rooms() {
        return Math.max(1, clients / CLIENTS_FOR_ROOM);
    }

    /** How many channels there may be on the node: so many that it is full now and then. */
    int places() {
        return clients * 4;
    }

    /** How long a connection lives, in milliseconds; each client has a dozen of them and more. */
    long life(Random random) {
        long mean = duration.toMillis() / 25;
        return mean / 4 + random.nextLong(mean * 3 / 2 + 1);
    }

    /** How long a client does nothing, in milliseconds. */
    long pause(Random random) {
        long mean = clients * 1000L / ACTIONS_PER_SECOND;
        return mean / 2 + random.nextLong(mean + 1);
    }
}
