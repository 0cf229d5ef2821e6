package io.quarkiverse.channelbox.runtime.engine;

import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.message.Delivery;

/** What an engine hands messages to. */
public interface EngineListener {

    /**
     * Hands a message to this node's channels. The engine calls it for one message of a group at a time and in the group's
     * order; it never blocks and never throws.
     *
     * @return how many channels it was handed to
     */
    int onMessage(Delivery delivery);

    /**
     * Messages of a group are missing for this node's channels, and will not come: what they get next came after those. Called
     * in the group's order, too.
     *
     * @param missed how many, if that is known
     */
    void onGap(String group, OptionalLong missed);
}
