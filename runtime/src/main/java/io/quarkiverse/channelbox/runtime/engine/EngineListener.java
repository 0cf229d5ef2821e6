package io.quarkiverse.channelbox.runtime.engine;

/** What an engine hands messages to. */
public interface EngineListener {

    /**
     * Hands a message to this node's channels. The engine calls it for one message of a group at a time and in the group's
     * order; it never blocks and never throws.
     *
     * @return how many channels it was handed to
     */
    int onMessage(Delivery delivery);
}
