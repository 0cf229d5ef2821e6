package io.quarkiverse.channelbox.runtime.command;

import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.vertx.core.Context;

/**
 * Who asks.
 *
 * @param context of the connection
 * @param events which of its events is carried out, and which wait
 */
record CommandClient(Connection connection, ClientHandshake handshake, Context context, EventTurns events) {

    /** Answers a command, from any thread. @param data JSON in UTF-8; {@code null} for none */
    void reply(OptionalLong ref, String id, byte[] data) {
        ref.ifPresent(number -> connection.protocol().tell(ProtocolFrames.reply(number, id, data)));
    }
}
