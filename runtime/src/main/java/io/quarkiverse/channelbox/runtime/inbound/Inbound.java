package io.quarkiverse.channelbox.runtime.inbound;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkus.websockets.next.UserData.TypedKey;

/** The messages of one client that are not handled yet, its commands too. Used on its event loop unless it says otherwise. */
public final class Inbound {

    static final TypedKey<Inbound> KEY = new TypedKey<>("io.quarkiverse.channelbox.inbound");

    /** What a message costs besides its bytes while it waits: the context of its own that it is handled in, and more. */
    private static final int OVERHEAD_BYTES = 1024;
    /** Of one client: the event loop is to get on to others before it has worked off two hundred of the largest messages. */
    private static final long MAX_COST = 1024 * 1024;
    /** So many of one client are handed on before others of its event loop have their turn. */
    private static final int TURN = 16;
    /** And of so many bytes, with what they cost besides. */
    private static final long TURN_COST = 64 * 1024;

    private final NodeInbound node;
    private final int max;
    private final Runnable caughtUp;
    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicLong costOfHandled = new AtomicLong();
    private final AtomicBoolean isWoken = new AtomicBoolean();
    /** How many were handed on since the start. */
    private long handedOn;
    /** For how many of them it is known that somebody has begun to handle them, or that nobody will. */
    private long arrived;
    /** How many were handed on when its turn began. */
    private long turnBegan;
    /** What was handed on since then cost. */
    private long turnCost;
    /** What those cost of which that is not known; they are many where the event loop is busy. */
    private long costOnTheWay;
    private volatile boolean isWaiting;

    /** @param caughtUp called from any thread when there is room again for a client that waits */
    Inbound(NodeInbound node, int max, Runnable caughtUp) {
        this.node = node;
        this.max = max;
        this.caughtUp = caughtUp;
    }

    /** What it costs to let a message wait. */
    private static long cost(long bytes) {
        return bytes + OVERHEAD_BYTES;
    }

    void handOn(long bytes) {
        handedOn++;
        turnCost += cost(bytes);
        costOnTheWay += cost(bytes);
        node.add(cost(bytes));
    }

    /** How many have been handed on: what {@link #haveArrived} takes in a later task of the event loop. */
    long handedOn() {
        return handedOn;
    }

    /** Whoever handles them, in tasks that came before this one, has begun to; some may be nobody's. */
    void haveArrived(long count) {
        arrived = Math.max(arrived, count);
        if (haveAllArrived()) {
            node.remove(costOnTheWay);
            costOnTheWay = 0;
        }
    }

    boolean haveAllArrived() {
        return arrived == handedOn;
    }

    /** Somebody begins to handle a message. @param bytes of its payload, or about so many */
    public void begin(long bytes) {
        handled.incrementAndGet();
        costOfHandled.addAndGet(cost(bytes));
        node.add(cost(bytes));
        if (arrived < handedOn) {
            haveArrived(arrived + 1);
        }
    }

    /** A message has been handled. From any thread. @param bytes as when it began */
    public void end(long bytes) {
        int left = handled.decrementAndGet();
        long costLeft = costOfHandled.addAndGet(-cost(bytes));
        node.remove(cost(bytes));
        if (isWaiting && left <= max / 2 && costLeft <= MAX_COST / 2) {
            wake();
        }
    }

    /** Whether another message may be handed on now. */
    boolean hasRoom() {
        long unhandled = unhandled();
        // Of each client one may be handled in any case: so all get on, however little room there is.
        return unhandled == 0 || !isFull() && !hasHadItsTurn() && !node.isFull();
    }

    /** Whether its own messages are too many, and not those of all clients together. */
    boolean isFull() {
        return unhandled() >= max || costOnTheWay + costOfHandled.get() >= MAX_COST;
    }

    /** Whether messages of others come before the next of its own. */
    boolean hasHadItsTurn() {
        return handedOn - turnBegan >= TURN || turnCost >= TURN_COST;
    }

    void beginTurn() {
        turnBegan = handedOn;
        turnCost = 0;
    }

    private long unhandled() {
        return handedOn - arrived + handled.get();
    }

    /** Whether frames of the client wait to be handed on. Whoever sets it asks {@link #hasRoom} once more afterwards. */
    void isWaiting(boolean waits) {
        isWaiting = waits;
    }

    /** There may be room again. From any thread. */
    void wake() {
        if (isWoken.compareAndSet(false, true)) {
            caughtUp.run();
        }
    }

    /** What was woken looks for room now. */
    void looks() {
        isWoken.set(false);
    }
}
