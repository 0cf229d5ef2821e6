package io.quarkiverse.channelbox.runtime.inbound;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;

/** The bytes that wait to be handled on this node, from all clients. Thread-safe. */
@Singleton
public class NodeInbound {

    private static final String GATE = "channel-box-inbound";

    private final InboundLimits limits;
    private final Counts counts;
    private final OperatorLog log;
    private final AtomicLong waiting = new AtomicLong();
    /** Those that are not read before there is room on the node. */
    private final Set<Inbound> stopped = ConcurrentHashMap.newKeySet();

    public NodeInbound(ValidatedConfig config, Counts counts, OperatorLog log) {
        this.limits = InboundLimits.of(config.values());
        this.counts = counts;
        this.log = log;
    }

    /**
     * Bounds what comes from a client from now on. Called on the event loop of its connection.
     *
     * @param next the handler of the pipeline that gets its frames
     */
    public Inbound bound(Connection connection, Channel channel, String next) {
        InboundGate gate = new InboundGate(connection, limits, this);
        connection.webSocket().userData().put(Inbound.KEY, gate.inbound());
        channel.pipeline().addBefore(next, GATE, gate);
        if (channel.config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator reads) {
            // Others of the event loop have their turn after each.
            reads.maxMessagesPerRead(1);
        }
        ChannelHandlerContext decoder = channel.pipeline().context(WebSocketFrameDecoder.class);
        if (decoder != null) {
            channel.pipeline().addBefore(decoder.name(), null, new Sluice(this::change));
        }
        return gate.inbound();
    }

    /** How much waits now. */
    public long bytes() {
        return waiting.get();
    }

    boolean isFull() {
        return waiting.get() >= limits.maxPending();
    }

    void add(long bytes) {
        waiting.addAndGet(bytes);
    }

    void remove(long bytes) {
        change(-bytes);
    }

    private void change(long bytes) {
        if (waiting.addAndGet(bytes) <= limits.maxPending() / 2 && !stopped.isEmpty()) {
            for (Inbound each : stopped) {
                if (stopped.remove(each)) {
                    each.wake();
                }
            }
        }
    }

    /** Wakes it when there is room again on the node. */
    void whenLow(Inbound inbound) {
        stopped.add(inbound);
        if (!isFull() && stopped.remove(inbound)) {
            inbound.wake();
        }
    }

    void forget(Inbound inbound) {
        stopped.remove(inbound);
    }

    /** A client has come to a bound. */
    void reached(InboundBound bound, Connection connection) {
        counts.inbound(bound.tag());
        if (bound == InboundBound.RATE) {
            log.warn(bound, () -> "Connection " + connection.id() + " was closed with 1008: it sent more than"
                    + " quarkus.channel-box.inbound.messages-per-second or inbound.bytes-per-second");
        } else if (bound == InboundBound.PENDING) {
            log.warn(bound, () -> "Clients are not read for a while: " + bytes() + " bytes wait to be handled, of at most "
                    + limits.maxPending() + " (quarkus.channel-box.inbound.max-pending)");
        }
    }
}
