package io.quarkiverse.channelbox.simulation;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A TCP connection between a client and a node: in order within a direction, each part with a delay of its own, with room for
 * so many bytes that the client has not read. It can be cut so that neither end hears of it.
 */
final class Wire {

    /** What the client hears. */
    interface Reader {

        void received(byte[] bytes);

        void closed();
    }

    private final World world;
    private final Reader client;
    private final int capacity;
    private final long latencyNanos;
    private final VirtualChannel channel;
    private VirtualLoop loop;
    private int onTheWay;
    private long lastToClient;
    private long lastToServer;
    private boolean isCut;
    private boolean isClientGone;
    private boolean isServerGone;
    private boolean isReading = true;
    private final Queue<byte[]> unread = new ArrayDeque<>();
    private boolean isClosedBehind;

    Wire(World world, Reader client, int capacity, long latencyNanos) {
        this.world = world;
        this.client = client;
        this.capacity = capacity;
        this.latencyNanos = latencyNanos;
        this.channel = new VirtualChannel(this);
    }

    VirtualChannel channel() {
        return channel;
    }

    /** The event loop that will serve it. */
    void accepted(VirtualLoop eventLoop) {
        loop = eventLoop;
    }

    void open() {
        loop.register(channel);
    }

    private long delay() {
        return latencyNanos + world.draw(1 + (int) latencyNanos);
    }

    // ---- to the client ----

    int room() {
        return capacity - onTheWay;
    }

    void toClient(byte[] bytes) {
        onTheWay += bytes.length;
        lastToClient = Math.max(lastToClient, world.time() + delay());
        world.after(lastToClient - world.time(), () -> arrived(bytes));
    }

    private void arrived(byte[] bytes) {
        if (!isCut && !isClientGone) {
            unread.add(bytes);
            read();
        }
    }

    private void read() {
        while (isReading && !isClientGone && !unread.isEmpty()) {
            byte[] bytes = unread.poll();
            client.received(bytes);
            world.after(delay(), () -> {
                onTheWay -= bytes.length;
                onLoop(channel::writable);
            });
        }
        if (isReading && isClosedBehind && unread.isEmpty()) {
            isClosedBehind = false;
            client.closed();
        }
    }

    /** Whether the client reads what comes. */
    void reading(boolean value) {
        isReading = value;
        read();
    }

    void serverClosed() {
        isServerGone = true;
        lastToClient = Math.max(lastToClient, world.time() + delay());
        world.after(lastToClient - world.time(), () -> {
            if (!isCut && !isClientGone) {
                isClosedBehind = true;
                read();
            }
        });
    }

    // ---- to the server ----

    private void onLoop(Runnable task) {
        if (loop.isDead() || isServerGone) {
            return;
        }
        if (channel.isRegistered()) {
            loop.execute(task);
        } else {
            // The upgrade has not been answered yet.
            world.afterMillis(1, () -> onLoop(task));
        }
    }

    void toServer(Object frame) {
        toServer(frame, () -> {
        });
    }

    /** @param arriving called when the server gets it next */
    void toServer(Object frame, Runnable arriving) {
        lastToServer = Math.max(lastToServer, world.time() + delay());
        world.after(lastToServer - world.time(), () -> {
            if (!isCut) {
                onLoop(() -> {
                    arriving.run();
                    channel.received(frame);
                });
            }
        });
    }

    /** The client's end closes. */
    void closeByClient() {
        isClientGone = true;
        lastToServer = Math.max(lastToServer, world.time() + delay());
        world.after(lastToServer - world.time(), () -> {
            if (!isCut) {
                onLoop(() -> channel.close());
            }
        });
    }

    /** Nothing passes any more, and nobody hears of it. */
    void cut() {
        isCut = true;
    }

    /** The node is gone: the client's system is told. */
    void reset() {
        isServerGone = true;
        world.after(delay(), () -> {
            if (!isCut && !isClientGone) {
                unread.clear();
                client.closed();
            }
        });
    }

    boolean isOver() {
        return isServerGone;
    }
}
