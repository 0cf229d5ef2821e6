package io.quarkiverse.channelbox.runtime.engine.memory;

/**
 * What a group has of that of which there is only so much.
 *
 * @param heap for its messages
 * @param group that it is one
 * @param keys that it remembers
 */
record Shares(Quota.Share heap, Quota.Share group, Quota.Share keys) {
}
