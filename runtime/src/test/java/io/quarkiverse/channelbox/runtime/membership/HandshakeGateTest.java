package io.quarkiverse.channelbox.runtime.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.quarkiverse.channelbox.runtime.lane.Positions;

/** What is let in has its place until it is answered, and keeps it only if the answer is that it is a WebSocket now. */
class HandshakeGateTest {

    private final List<String> givenBack = new ArrayList<>();
    private final Admission admission = new Admission(Optional.empty(), Set.of("a"), Positions.NONE, givenBack::add);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    HandshakeGateTest() {
        channel.pipeline().addLast("handler", new ChannelDuplexHandler());
    }

    private void install() {
        HandshakeGate.install(channel, "handler", admission);
    }

    private void answer(HttpResponseStatus status) {
        channel.pipeline().lastContext().writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    @Test
    void anotherAnswer() {
        install();
        answer(HttpResponseStatus.CONTINUE);
        assertEquals(List.of(), givenBack);
        answer(HttpResponseStatus.BAD_REQUEST);
        assertEquals(List.of("a"), givenBack);
        assertNotNull(channel.readOutbound());
        assertNotNull(channel.readOutbound());
        assertFalse(channel.pipeline().names().stream().anyMatch(name -> name.contains("gate")));
    }

    @Test
    void anUpgradeThatJoins() {
        install();
        List<String> joined = new ArrayList<>();
        admission.redeem(joined::add);
        answer(HttpResponseStatus.SWITCHING_PROTOCOLS);
        HandshakeGate.open(channel);
        assertNotNull(channel.readOutbound());
        assertEquals(List.of("a"), joined);
        channel.close();
        assertEquals(List.of(), givenBack);
    }

    @Test
    void anUpgradeThatNobodyHearsOf() {
        install();
        answer(HttpResponseStatus.SWITCHING_PROTOCOLS);
        channel.runPendingTasks();
        assertFalse(channel.isOpen());
        assertNull(channel.readOutbound());
        assertEquals(List.of("a"), givenBack);
    }

    @Test
    void noAnswer() {
        install();
        channel.advanceTimeBy(HandshakeGate.LIMIT_SECONDS, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        assertFalse(channel.isOpen());
        assertEquals(List.of("a"), givenBack);
    }

    @Test
    void theEndOfTcp() {
        install();
        channel.close();
        channel.runPendingTasks();
        assertEquals(List.of("a"), givenBack);
    }

    @Test
    void tcpHadEnded() {
        channel.close();
        install();
        assertEquals(List.of("a"), givenBack);
    }
}
