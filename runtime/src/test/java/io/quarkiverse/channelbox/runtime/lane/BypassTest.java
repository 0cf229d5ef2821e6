package io.quarkiverse.channelbox.runtime.lane;

import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.unstored;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateHandler;

/** What goes past the pipeline of a real socket, and that nothing gets mixed up with what goes through it. */
class BypassTest {

    private static final int PATIENCE_SECONDS = 20;
    /** More than a system keeps for a socket that nobody reads. */
    private static final int LARGE = 300;
    private static final int LARGE_BYTES = 60_000;

    enum Transport {
        NIO,
        EPOLL
    }

    /** Counts what comes by the pipeline; it stands where the network begins. */
    private static class Pipeline extends ChannelDuplexHandler implements PassesWrites {

        final AtomicInteger writes = new AtomicInteger();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            writes.incrementAndGet();
            context.write(message, promise);
        }
    }

    private final LaneFixture lanes = new LaneFixture(null, "max-buffered", "64M");
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final Pipeline pipeline = new Pipeline();
    private final List<Socket> clients = new ArrayList<>();
    private EventLoopGroup loops;
    private Channel server;
    /** The first one that was accepted. */
    private volatile Channel channel;
    private DataInputStream client;
    private Member member;

    @AfterEach
    void stop() throws IOException {
        for (Socket each : clients) {
            each.close();
        }
        if (loops != null) {
            server.close().syncUninterruptibly();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
        lanes.close();
    }

    private void start(Transport transport, Supplier<ChannelHandler> below) throws Exception {
        Assumptions.assumeTrue(transport == Transport.NIO || Epoll.isAvailable(), "there is no epoll here");
        loops = transport == Transport.NIO ? new NioEventLoopGroup(1) : new EpollEventLoopGroup(1);
        server = new ServerBootstrap().group(loops)
                .channel(transport == Transport.NIO ? NioServerSocketChannel.class : EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        if (accepted.isEmpty() && channel == null) {
                            child.pipeline().addLast(below.get());
                        }
                        child.pipeline().addLast(new WebSocket13FrameEncoder(false));
                        accepted.add(child);
                    }
                }).bind("127.0.0.1", 0).sync().channel();
        client = connect();
        channel = accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        onLoop(() -> {
            member = lanes.joinOver(channel);
            // As the monitor of a connection does.
            channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                    context.write(message, promise);
                    if (message instanceof WebSocketFrame frame) {
                        member.laneConnection().passed(frame);
                    }
                }
            });
        });
    }

    /** Two messages have been delivered, of which the second one went past the pipeline. */
    private void open(Transport transport) throws Exception {
        start(transport, () -> pipeline);
        deliver("m1");
        deliver("m2");
    }

    private DataInputStream connect() throws IOException {
        Socket socket = new Socket();
        clients.add(socket);
        socket.setReceiveBufferSize(8 * 1024);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        socket.connect(server.localAddress());
        return new DataInputStream(socket.getInputStream());
    }

    private void onLoop(Runnable task) throws Exception {
        channel.eventLoop().submit(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns when it has been written. */
    private void deliver(String text) throws Exception {
        CompletableFuture<Void> written = new CompletableFuture<>();
        lanes.group.deliver(unstored(null, text));
        member.laneConnection().lane().inOrder(() -> written.complete(null));
        written.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        onLoop(() -> {
        });
    }

    private static String large(int number) {
        return "m" + number + 'x' + "y".repeat(LARGE_BYTES);
    }

    /** The next frame: what it says is a number of a message, or what the endpoint wrote. */
    private String next() throws IOException {
        int first = client.readUnsignedByte();
        int length = client.readUnsignedByte();
        length = length == 126 ? client.readUnsignedShort() : length == 127 ? (int) client.readLong() : length;
        byte[] payload = client.readNBytes(length);
        String text = new String(payload, UTF_8);
        String said = text.contains("\"data\":\"") ? text.replaceFirst("(?s).*\"data\":\"(m\\d+).*", "$1") : text;
        return (first & 0x80) == 0 ? said + '…' : said;
    }

    private List<String> next(int count) throws IOException {
        List<String> frames = new ArrayList<>();
        while (frames.size() < count) {
            frames.add(next());
        }
        return frames;
    }

    @ParameterizedTest
    @EnumSource
    void allButTheFirst(Transport transport) throws Exception {
        start(transport, () -> pipeline);
        for (int i = 0; i < 5; i++) {
            deliver("m" + i);
            assertEquals("m" + i, next());
        }
        assertEquals(1, pipeline.writes.get());
    }

    /** The whole stream is in order: what the socket took a part of, what waited, and what the endpoint wrote between. */
    @ParameterizedTest
    @EnumSource
    void inOrderWithWhatTheSocketDidNotTake(Transport transport) throws Exception {
        start(transport, () -> pipeline);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            deliver(large(i));
            expected.add("m" + i);
            if (i % 7 == 0) {
                String own = "own " + i;
                onLoop(() -> channel.writeAndFlush(new TextWebSocketFrame(own)));
                expected.add("own " + i);
            }
        }
        assertTrue(pipeline.writes.get() > LARGE / 7 + 1, "nothing waited");
        for (String each : expected) {
            assertEquals(each, next());
        }
        // It is open again.
        deliver("m1000");
        int before = pipeline.writes.get();
        deliver("m1001");
        assertEquals(List.of("m1000", "m1001"), next(2));
        assertEquals(before, pipeline.writes.get());
    }

    @ParameterizedTest
    @EnumSource
    void notWhileTheEndpointWritesAMessageInParts(Transport transport) throws Exception {
        open(transport);
        onLoop(() -> channel.writeAndFlush(new TextWebSocketFrame(false, 0, "own")));
        deliver("m3");
        onLoop(() -> channel.writeAndFlush(new ContinuationWebSocketFrame(true, 0, " part")));
        assertEquals(List.of("m1", "m2", "own…", " part", "m3"), next(5));
    }

    /** What was written and not flushed is before what comes then. */
    @ParameterizedTest
    @EnumSource
    void notBeforeWhatIsInThePipeline(Transport transport) throws Exception {
        open(transport);
        onLoop(() -> channel.write(new TextWebSocketFrame("own")));
        deliver("m3");
        assertEquals(List.of("m1", "m2", "own", "m3"), next(4));
    }

    @ParameterizedTest
    @EnumSource
    void notBeforeTheMemberIsToldWhatItMissed(Transport transport) throws Exception {
        open(transport);
        onLoop(() -> member.writer().missed(3));
        deliver("m3");
        assertEquals(List.of("m1", "m2", "{\"type\":\"gap\",\"group\":\"a\",\"missed\":3}", "m3"),
                next(4));
    }

    @ParameterizedTest
    @EnumSource
    void notAfterTheMemberWasToldThatItHasLeft(Transport transport) throws Exception {
        open(transport);
        member.tellLeft("command", OptionalLong.empty());
        deliver("m3");
        onLoop(() -> channel.writeAndFlush(new TextWebSocketFrame("own")));
        assertEquals(List.of("m1", "m2", "{\"type\":\"left\",\"group\":\"a\",\"reason\":\"command\"}", "own"),
                next(4));
    }

    /** TLS, for example, or what paces bytes. */
    @ParameterizedTest
    @EnumSource
    void notWhereSomethingElseStandsBetween(Transport transport) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        start(transport, () -> new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                seen.incrementAndGet();
                context.write(message, promise);
            }
        });
        for (int i = 0; i < 5; i++) {
            deliver("m" + i);
            assertEquals("m" + i, next());
        }
        assertEquals(5, seen.get());
    }

    /** What tells idle connections by their writes sees some of them. */
    @ParameterizedTest
    @EnumSource
    void seenByTheIdleTimeoutNowAndThen(Transport transport) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        start(transport, () -> new IdleStateHandler(0, 0, 40) {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
                seen.incrementAndGet();
                super.write(context, message, promise);
            }
        });
        for (int i = 0; i < 6; i++) {
            lanes.time().advanceMillis(5_001);
            deliver("m" + i);
            assertEquals("m" + i, next());
        }
        assertEquals(3, seen.get(), "one in ten seconds");
    }

    /** The next connection may have the number of the one that was closed. */
    @ParameterizedTest
    @EnumSource
    void notToASocketThatIsClosed(Transport transport) throws Exception {
        open(transport);
        // Not by the pipeline.
        onLoop(() -> channel.unsafe().close(channel.voidPromise()));
        DataInputStream other = connect();
        Channel taken = accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        deliver("m3");
        taken.writeAndFlush(Unpooled.copiedBuffer("ok", US_ASCII)).syncUninterruptibly();
        assertEquals("ok", new String(other.readNBytes(2), US_ASCII));
        assertTrue(member.laneConnection().hasEnded());
    }
}
