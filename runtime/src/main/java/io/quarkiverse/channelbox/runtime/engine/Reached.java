package io.quarkiverse.channelbox.runtime.engine;

/**
 * What a node did with the connections that were meant.
 *
 * @param found how many of them it has
 * @param done with how many there was something to do
 */
public record Reached(int found, int done) {
}
