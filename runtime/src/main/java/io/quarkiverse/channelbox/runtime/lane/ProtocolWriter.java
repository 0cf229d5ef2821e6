package io.quarkiverse.channelbox.runtime.lane;

import io.quarkiverse.channelbox.runtime.lane.FrameSink.Outcome;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** Tells one client what concerns nobody else, in frames of the subprotocol. */
public final class ProtocolWriter {

    private final Connection connection;
    private boolean isReading;
    private boolean isUnflushed;

    ProtocolWriter(Connection connection) {
        this.connection = connection;
    }

    /** The first frame that the client gets. Called on the lane. */
    public void hello() {
        tellNow(ProtocolFrames.hello(connection.id(), connection.lane().shared().pingInterval()));
    }

    /** From any thread. Whoever does not read the answers to what it asks for is too slow. */
    public void tell(byte[] frame) {
        connection.lane().runOrExecute(() -> tellNow(frame));
    }

    private void tellNow(byte[] frame) {
        Outbound outbound = connection.outbound();
        // A socket that was not asked to take anything is not slow.
        boolean flush = !isReading || outbound.unsent() >= FrameBatch.MAX_BYTES;
        if (outbound.write(EncodedPayload.json(frame), connection.lane().shared().maxBuffered(), flush) == Outcome.FULL) {
            connection.ending().tooSlow();
        } else {
            isUnflushed = !flush;
        }
    }

    /** Commands are being read: their answers, as far as they are there at once, share a write. Called on the lane. */
    public void beginReading() {
        isReading = true;
    }

    /** All that has come was read. Called on the lane. */
    public void endReading() {
        isReading = false;
        if (isUnflushed) {
            isUnflushed = false;
            connection.outbound().flush();
        }
    }
}
