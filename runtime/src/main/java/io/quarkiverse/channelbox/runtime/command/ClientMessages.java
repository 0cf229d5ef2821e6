package io.quarkiverse.channelbox.runtime.command;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.smallrye.mutiny.Uni;

/** Publishes what clients publish: as the application would, with the same limits. */
public interface ClientMessages {

    /** Publishes at each subscription. */
    Uni<Receipt> publish(String group, EncodedPayload payload, SendOptions options);
}
