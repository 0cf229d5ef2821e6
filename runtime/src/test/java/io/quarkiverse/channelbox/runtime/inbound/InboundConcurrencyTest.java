package io.quarkiverse.channelbox.runtime.inbound;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.concurrency.Stubs;
import io.quarkiverse.channelbox.concurrency.Threads;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.vertx.core.Vertx;

/** What waits to be handled comes to nothing when all of it is handled, and no client waits for ever. */
class InboundConcurrencyTest {

    private static final int ROUNDS = 3_000;
    private static final int BYTES = 1_000;
    private static final ValidatedConfig CONFIG = TestConfig.of("inbound.max-pending", "4000", "inbound.max-unhandled", "2");
    private static final OperatorLog LOG = new OperatorLog(new ManualTime(), Stubs.of(Vertx.class));

    /** A client as its event loop has it, which does one thing at a time. */
    private static final class Client {

        private final AtomicBoolean isWoken = new AtomicBoolean();
        private final AtomicInteger unhandled = new AtomicInteger();
        private final NodeInbound node;
        private final Inbound inbound;
        private boolean isWaiting;

        Client(NodeInbound node) {
            this.node = node;
            this.inbound = new Inbound(node, 2, () -> isWoken.set(true));
        }

        /** A frame comes: it is handed on, or the client waits. */
        synchronized Object frame() {
            if (isWaiting || !inbound.hasRoom()) {
                isWaiting = true;
                if (!inbound.isFull()) {
                    node.whenLow(inbound);
                }
                inbound.isWaiting(true);
                look();
            } else {
                handOn();
            }
            return "";
        }

        /** As the event loop does some time, when it was told to. */
        synchronized Object look() {
            if (isWaiting && inbound.hasRoom()) {
                isWaiting = false;
                inbound.isWaiting(false);
                node.forget(inbound);
                handOn();
            } else if (isWaiting && !inbound.isFull()) {
                node.whenLow(inbound);
            }
            return "";
        }

        private void handOn() {
            inbound.handOn(BYTES);
            inbound.begin(BYTES);
            unhandled.incrementAndGet();
        }

        /** On a thread of its own. */
        Object handled() {
            if (unhandled.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                inbound.end(BYTES);
            }
            return "";
        }

        /** All is handled, but for what the client waits with. */
        boolean isStuck() {
            while (unhandled.get() > 0) {
                handled();
            }
            return isWaiting && !isWoken.get();
        }
    }

    /** Some clients, and what they share. */
    private static final class Node {

        private final NodeInbound inbound = new NodeInbound(CONFIG, new NoCounts(), LOG);
        private final List<Client> clients = IntStream.range(0, 3).mapToObj(i -> new Client(inbound)).toList();

        Object state() {
            long stuck = clients.stream().map(Client::isStuck).filter(is -> is).count();
            return stuck + " stuck, " + inbound.bytes() + " bytes";
        }
    }

    @Test
    void comesToNothing() {
        Threads<Node> threads = new Threads<>(Node::new, Node::state);
        for (int i = 0; i < 3; i++) {
            int client = i;
            threads.call("frame of " + i, (node, thread) -> node.clients.get(client).frame())
                    .call("handled of " + i, (node, thread) -> node.clients.get(client).handled());
        }
        threads.endAlike(ROUNDS);
    }
}
