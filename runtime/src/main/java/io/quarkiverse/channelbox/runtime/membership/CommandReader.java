package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.inbound.Inbound;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Context;

/** Takes the commands of one connection that speaks the subprotocol. Called on its event loop. */
public interface CommandReader {

    /** A whole command came; the bytes belong to the reader. */
    void read(byte[] utf8);

    /**
     * A command came that is larger than a message may be; the rest of it is dropped.
     *
     * @param head its first bytes
     */
    void tooLarge(byte[] head);

    /** Makes the reader of each connection. */
    interface Factory {

        /**
         * @param inbound is told of commands that take their time
         * @param identity as which it was let in; absent if the application has no security extension
         * @param context of the connection
         */
        CommandReader reader(Connection connection, Inbound inbound, Optional<SecurityIdentity> identity, Context context);

        /** How many bytes a command may have. */
        int maxBytes();
    }
}
