package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.vertx.core.json.JsonObject;

/** Clients of some nodes that do what they want, and what goes wrong meanwhile; then quiet, in which all has to be well. */
final class Scenario {

    private static final List<String> GROUPS = List.of("room-a", "room-b", "room-c");
    private static final long SECOND = 1_000_000_000L;
    private static final int LARGEST = 6_000;
    /** So long a message is sent again with its key, which is less than it is remembered. */
    static final long KEY_NANOS = 60 * SECOND;
    /** What a node may have on its way to a client besides what waits: a slice of the log, a batch, frames of its own. */
    private static final int BESIDES = 64 * 1024 + 2 * 32 * 1024 + 16 * 1024;

    /** A message with a key, and when it was sent first. */
    private record Keyed(long number, long time) {
    }

    private final World world;
    private final Setup setup;
    private final Backend backend;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Map<String, Shadow> logs = new LinkedHashMap<>();
    /** What was sent with a key: the same is sent again with it. */
    private final Map<String, Map<String, Keyed>> keys = new HashMap<>();
    private long numbers;
    private boolean isQuiet;
    /** Whether it has been quiet for so long that everything works again. */
    private boolean isHealed;
    /** What was not sent then. */
    private Broken refused;

    Scenario(World world, Setup setup, Backend backend) {
        this.world = world;
        this.setup = setup;
        this.backend = backend;
        GROUPS.forEach(group -> logs.put(group, new Shadow()));
    }

    // ---- what others ask ----

    Shadow log(String group) {
        return logs.get(group);
    }

    /** The engine has numbered a message. */
    void published(String group, String payload, String id) {
        long number = Shadow.number(payload);
        world.trace("%s: message %d is %s", group, number, id);
        logs.get(group).add(number, id, world.time());
    }

    long nextNumber() {
        return ++numbers;
    }

    boolean mayMissUntold() {
        return setup.mayMissUntold();
    }

    /** Whether messages that are not stored come to every node, or are told as missing. */
    boolean isAllDelivered() {
        return setup.isAllDelivered();
    }

    /** The server has lost what was published since then. */
    void lost(long since) {
        logs.values().forEach(log -> log.lost(since));
    }

    int replay() {
        return setup.replay();
    }

    /** One that is there; {@code null} if none is. */
    Node anyNode() {
        List<Node> alive = nodes.stream().filter(node -> !node.isDead()).toList();
        return alive.isEmpty() ? null : world.pick(alive);
    }

    // ---- the run ----

    void run(int steps) {
        long allocated = allocated();
        for (int i = 0; i < setup.nodes(); i++) {
            nodes.add(newNode());
        }
        for (int i = 0; i < setup.clients(); i++) {
            Client client = new Client(world, this, (i % 3 == 2 ? "plain" : "client") + i, i % 3 != 2);
            client.wanted().add(world.pick(GROUPS));
            clients.add(client);
            world.afterMillis(world.draw(1_000), client::connect);
        }
        act();
        sweep();
        for (int i = 0; i < steps; i++) {
            step(Long.MAX_VALUE);
        }
        quiet();
        end(allocated);
    }

    private Node newNode() {
        return new Node(world, setup.config(), new Binding(), backend);
    }

    private boolean step(long until) {
        boolean did = world.step(until);
        for (Node node : nodes) {
            check(node);
        }
        return did;
    }

    private void check(Node node) {
        long most = setup.maxPending() + (long) (LARGEST + 200) * clients.size();
        if (node.backlog().bytes() > most) {
            throw new Broken("%d bytes wait in the lanes of a node, of at most %d", node.backlog().bytes(), most);
        }
        for (Wire wire : node.wires()) {
            ChannelOutboundBuffer buffer = wire.channel().unsafe().outboundBuffer();
            if (buffer != null && buffer.totalPendingWriteBytes() > setup.maxBuffered() + BESIDES) {
                throw new Broken("%d bytes wait for a client, of at most %d", buffer.totalPendingWriteBytes(),
                        setup.maxBuffered());
            }
        }
    }

    private void pass(long nanos) {
        long until = world.time() + nanos;
        while (step(until)) {
        }
    }

    /** Nothing goes wrong any more: everybody gets what there is. */
    private void quiet() {
        isQuiet = true;
        world.trace("It is quiet");
        backend.heal();
        clients.stream().filter(Client::isConnected).forEach(client -> client.wire().reading(true));
        while (nodes.stream().noneMatch(node -> !node.isDead())) {
            nodes.add(newNode());
        }
        pass(90 * SECOND);
        isHealed = true;
        GROUPS.forEach(group -> send(group, true, 10, null));
        pass(30 * SECOND);
        if (refused != null) {
            throw refused;
        }
        clients.forEach(Client::mustBeLevel);
    }

    /** Everybody goes, and nothing is left. */
    private void end(long allocated) {
        world.trace("Everybody leaves");
        clients.forEach(Client::leave);
        pass(60 * SECOND);
        for (Node node : nodes) {
            if (!node.isDead() && !node.left().isEmpty()) {
                throw new Broken("Nobody is there any more, and a node has: %s", node.left());
            }
        }
        if (nodes.stream().noneMatch(Node::isDead) && allocated() != allocated) {
            throw new Broken("%d buffers are left", allocated() - allocated);
        }
    }

    private static long allocated() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(arena -> arena.numActiveAllocations()).sum();
    }

    // ---- what is done, and what goes wrong ----

    private void sweep() {
        nodes.stream().filter(node -> !node.isDead()).forEach(Node::sweep);
        world.after(SECOND, this::sweep);
    }

    private void act() {
        if (isQuiet) {
            return;
        }
        int drawn = world.draw(100);
        if (drawn < 35) {
            send(world.pick(GROUPS), !world.once(3), world.pick(20, 200, LARGEST), null);
        } else if (drawn < 40) {
            burst();
        } else if (drawn < 46) {
            sendWithKey();
        } else if (drawn < 56) {
            world.pick(clients).publish();
        } else if (drawn < 61) {
            world.pick(clients).disconnect();
        } else if (drawn < 70) {
            stallClient();
        } else if (drawn < 80) {
            world.pick(clients.stream().filter(Client::speaksProtocol).toList()).join(world.pick(GROUPS));
        } else if (drawn < 86) {
            world.pick(clients).leave(world.pick(GROUPS));
        } else if (drawn < 89) {
            Node node = anyNode();
            if (node != null) {
                node.stall(world.pick(1_000_000L, 50_000_000L, 3 * SECOND));
            }
        } else if (drawn < 90) {
            flush();
        } else if (drawn < 91) {
            expireIdentity();
        } else if (drawn < 92) {
            world.setClock(world.pick(-3_600_000L, -10L, 10L));
        } else {
            backend.fault(this);
        }
        world.after(world.pick(10_000L, 1_000_000L, 40_000_000L), this::act);
    }

    private void stallClient() {
        Client client = world.pick(clients);
        if (client.isConnected()) {
            Wire wire = client.wire();
            wire.reading(false);
            world.trace("%s does not read", client);
            world.afterMillis(world.pick(10, 500, 5_000, 60_000), () -> wire.reading(true));
        }
    }

    private void burst() {
        String group = world.pick(GROUPS);
        int count = 1 + world.draw(60);
        boolean isStored = world.once(2);
        int size = world.pick(20, 2_000);
        for (int i = 0; i < count; i++) {
            send(group, isStored, size, null);
        }
    }

    private void sendWithKey() {
        String group = world.pick(GROUPS);
        Map<String, Keyed> ofGroup = keys.computeIfAbsent(group, name -> new LinkedHashMap<>());
        List<String> fresh = ofGroup.keySet().stream().filter(key -> world.time() - ofGroup.get(key).time() < KEY_NANOS)
                .toList();
        if (!fresh.isEmpty() && world.once(2)) {
            send(group, true, 20, world.pick(fresh));
        } else {
            String key = "k" + numbers;
            ofGroup.put(key, new Keyed(nextNumber(), world.time()));
            send(group, true, 20, key);
        }
    }

    private void send(String group, boolean isStored, int size, String key) {
        Node node = anyNode();
        if (node == null) {
            return;
        }
        long number = key == null ? nextNumber() : keys.get(group).get(key).number();
        String text = new JsonObject().put("n", number).put("x", "x".repeat(size)).encode();
        SendOptions options = SendOptions.defaults();
        options = isStored ? options.saveHistory() : options;
        options = key == null ? options : options.idempotencyKey(key);
        world.trace("message %d is sent to %s%s", number, group, isStored ? ", stored" : "");
        try {
            node.channelBox().group(group).send(text, options).subscribe().with(receipt -> sent(group, number, receipt),
                    failure -> failed(group, number, failure));
        } catch (OverloadedException e) {
            failed(group, number, e);
        }
    }

    private void sent(String group, long number, Receipt receipt) {
        if (receipt.id().isPresent() && !logs.get(group).has(number, receipt.id().get())) {
            throw new Broken("Message %d of %s was sent, as its receipt says, as %s, and was not", number, group, receipt.id());
        }
    }

    private void failed(String group, long number, Throwable failure) {
        world.trace("message %d failed: %s", number, failure);
        if (isHealed && refused == null) {
            refused = new Broken("Message %d of %s failed although nothing goes wrong any more: %s", number, group, failure);
        }
        boolean isUnknown = failure instanceof EngineUnavailableException unavailable && unavailable.isOutcomeUnknown();
        if (!isUnknown && logs.get(group).has(number, null) && keys.getOrDefault(group, Map.of()).values().stream()
                .noneMatch(keyed -> keyed.number() == number)) {
            throw new Broken("Message %d of %s failed for certain, and was published: %s", number, group, failure);
        }
    }

    private void flush() {
        Node node = anyNode();
        if (node != null) {
            node.engine().flushHistory(world.pick(GROUPS)).subscribe().with(count -> {
            }, failure -> {
            });
        }
    }

    private void expireIdentity() {
        Node node = anyNode();
        Optional<Wire> wire = node == null ? Optional.empty() : node.wires().stream().findFirst();
        wire.ifPresent(each -> node.expireIdentity(each));
    }

    // ---- for the back end ----

    List<Node> nodes() {
        return nodes;
    }

    void startNode() {
        nodes.add(newNode());
    }

    /** How the nodes are connected. */
    interface Backend extends Node.EngineMaker {

        /** Something of it goes wrong. */
        void fault(Scenario scenario);

        /** Nothing of it goes wrong any more. */
        void heal();
    }

    /** What is the same for a whole run. */
    record Setup(ValidatedConfig config, int nodes, int clients, int replay, long maxBuffered, long maxPending,
            boolean mayMissUntold, boolean isAllDelivered) {
    }
}
