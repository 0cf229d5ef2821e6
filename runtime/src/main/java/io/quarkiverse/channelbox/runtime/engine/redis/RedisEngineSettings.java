package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;

/**
 * How an engine uses Redis.
 *
 * @param prefix of all keys and channels
 * @param timeout how long a send waits for Redis
 * @param emptyGroupLife how long the numbering of a group lives on in which nothing was ever stored and that has no members
 * @param maxIdempotencyKeys how many are remembered for a group
 * @param maxHeldBytes how much of what others send may wait until what was missed before it is read
 */
record RedisEngineSettings(String prefix, Duration timeout, Duration emptyGroupLife, int maxIdempotencyKeys,
        long maxHeldBytes) {
}
