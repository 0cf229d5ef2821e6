package io.quarkiverse.channelbox.runtime.engine.memory;

/**
 * What all groups of a node may take together; beyond it the groups that were not used for the longest give theirs first.
 *
 * @param historyBytes of heap for stored messages, what each costs besides its payload included
 * @param groups that have members or are remembered for their stored messages or idempotency keys; occupied ones count, but
 *        give nothing
 * @param idempotencyKeys in all groups
 * @param idempotencyKeysOfGroup in each of them; its oldest go first
 */
public record MemoryLimits(long historyBytes, int groups, int idempotencyKeys, int idempotencyKeysOfGroup) {
}
