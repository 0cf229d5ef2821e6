package io.quarkiverse.channelbox.simulation;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;

/** The server's end of a {@link Wire}: Netty's own but for the socket, with its buffer of what the socket does not take. */
final class VirtualChannel extends AbstractChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final Wire wire;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Deque<Object> unread = new ArrayDeque<>();
    private boolean isOpen = true;

    VirtualChannel(Wire wire) {
        super(null);
        this.wire = wire;
    }

    /** A frame came. On the event loop. */
    void received(Object message) {
        if (!isOpen) {
            ReferenceCountUtil.release(message);
        } else if (config.isAutoRead() && unread.isEmpty()) {
            read(message);
        } else {
            unread.add(message);
        }
    }

    private void read(Object message) {
        pipeline().fireChannelRead(message);
        pipeline().fireChannelReadComplete();
    }

    @Override
    protected void doBeginRead() {
        while (isOpen && config.isAutoRead() && !unread.isEmpty()) {
            read(unread.poll());
        }
    }

    /** The socket takes bytes again. On the event loop. */
    void writable() {
        if (isOpen) {
            ((VirtualUnsafe) unsafe()).flushNow();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer buffer) {
        while (true) {
            Object message = buffer.current();
            if (message == null) {
                return;
            }
            ByteBuf bytes = (ByteBuf) message;
            if (bytes.readableBytes() == 0) {
                buffer.remove();
                continue;
            }
            int room = Math.min(wire.room(), bytes.readableBytes());
            if (room == 0) {
                return;
            }
            byte[] taken = new byte[room];
            bytes.readBytes(taken);
            buffer.progress(room);
            wire.toClient(taken);
            if (!bytes.isReadable()) {
                buffer.remove();
            }
        }
    }

    @Override
    protected void doClose() {
        isOpen = false;
        unread.forEach(ReferenceCountUtil::release);
        unread.clear();
        wire.serverClosed();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new VirtualUnsafe();
    }

    private final class VirtualUnsafe extends AbstractUnsafe {

        void flushNow() {
            flush0();
        }

        @Override
        public void connect(SocketAddress remoteAddress, SocketAddress localAddress, ChannelPromise promise) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof VirtualLoop;
    }

    @Override
    protected SocketAddress localAddress0() {
        return InetSocketAddress.createUnresolved("server", 80);
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return InetSocketAddress.createUnresolved("client", 1);
    }

    @Override
    protected void doBind(SocketAddress localAddress) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public boolean isActive() {
        return isOpen;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
