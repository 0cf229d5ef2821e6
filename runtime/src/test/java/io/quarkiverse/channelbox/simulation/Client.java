package io.quarkiverse.channelbox.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.vertx.core.json.JsonObject;

/**
 * A client that comes back whenever its connection ends, and goes on from the last message that it got. One that does not speak
 * the subprotocol is in one group and is told nothing.
 */
final class Client implements Wire.Reader {

    private static final long SILENCE_NANOS = 30_000_000_000L;

    private record Sent(String group, long number, long time) {
    }

    private final World world;
    private final Scenario scenario;
    private final String name;
    private final boolean speaksProtocol;
    private final Map<String, View> views = new LinkedHashMap<>();
    /** The groups that it wants to be in. */
    private final Set<String> wanted = new LinkedHashSet<>();
    /** What it has published and had no reply of, by key. */
    private final Map<String, Sent> unanswered = new LinkedHashMap<>();
    private final Map<Long, String> keys = new HashMap<>();
    private Wire wire;
    private Node node;
    private byte[] received = new byte[0];
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private String connectionId;
    private long refs;
    private long lastHeard;
    private boolean isGone;
    private int attempt;
    /** The group that it has asked to leave. */
    private String leaving;

    Client(World world, Scenario scenario, String name, boolean speaksProtocol) {
        this.world = world;
        this.scenario = scenario;
        this.name = name;
        this.speaksProtocol = speaksProtocol;
    }

    boolean speaksProtocol() {
        return speaksProtocol;
    }

    boolean isConnected() {
        return wire != null;
    }

    Wire wire() {
        return wire;
    }

    String connectionId() {
        return connectionId;
    }

    Set<String> wanted() {
        return wanted;
    }

    View view(String group) {
        return views.computeIfAbsent(group, key -> new View(name, key, scenario.log(key), speaksProtocol,
                scenario.mayMissUntold(), scenario.isAllDelivered()));
    }

    // ---- its connection ----

    void connect() {
        if (wire != null || isGone) {
            return;
        }
        node = scenario.anyNode();
        if (node == null) {
            world.afterMillis(200, this::connect);
            return;
        }
        int current = ++attempt;
        received = new byte[0];
        parts.reset();
        connectionId = null;
        lastHeard = world.time();
        wire = new Wire(world, new Wire.Reader() {
            @Override
            public void received(byte[] bytes) {
                if (current == attempt) {
                    Client.this.received(bytes);
                }
            }

            @Override
            public void closed() {
                if (current == attempt) {
                    Client.this.closed();
                }
            }
        }, world.pick(2_000, 20_000, 100_000), world.pick(50_000L, 1_000_000L, 20_000_000L));
        String group = wanted.isEmpty() || speaksProtocol && world.once(2) ? null : wanted.iterator().next();
        if (group != null && speaksProtocol && view(group).lastId() != null) {
            // By a command it can say from where it goes on.
            group = null;
        }
        String joined = group;
        world.trace("%s connects, joins %s", name, joined);
        node.connect(wire, speaksProtocol, joined, () -> opening(current, joined));
        world.after(SILENCE_NANOS, () -> watch(current));
    }

    private void opening(int current, String group) {
        if (current == attempt && group != null) {
            View view = view(group);
            view.arriving();
            if (speaksProtocol) {
                view.joining();
            } else {
                view.joinedUntold(scenario.replay());
            }
        }
    }

    /** A client that hears nothing for long takes its connection for dead. */
    private void watch(int current) {
        if (current == attempt && wire != null) {
            if (world.time() - lastHeard >= SILENCE_NANOS && speaksProtocol) {
                world.trace("%s hears nothing", name);
                wire.closeByClient();
                closed();
            } else {
                world.after(SILENCE_NANOS, () -> watch(current));
            }
        }
    }

    @Override
    public void closed() {
        world.trace("%s is disconnected", name);
        attempt++;
        wire = null;
        leaving = null;
        views.values().forEach(View::disconnected);
        if (!isGone) {
            world.afterMillis(50 + world.draw(2_000), this::connect);
        }
    }

    /** Ends its connection in one of the ways in which connections end; it comes back. */
    void disconnect() {
        if (wire == null) {
            return;
        }
        switch (world.draw(3)) {
            case 0 -> wire.toServer(new CloseWebSocketFrame(1000, ""));
            case 1 -> {
                wire.closeByClient();
                closed();
            }
            default -> {
                wire.cut();
                closed();
            }
        }
    }

    /** It ends its connection for good. */
    void leave() {
        isGone = true;
        if (wire != null) {
            if (world.once(2)) {
                wire.toServer(new CloseWebSocketFrame(1000, ""));
            } else {
                wire.closeByClient();
                closed();
            }
        }
    }

    // ---- what it asks for ----

    private void command(String name, JsonObject more, Runnable arriving) {
        JsonObject command = new JsonObject().put("channelbox", name).put("ref", ++refs).mergeIn(more);
        world.trace("%s asks for %s", this.name, command);
        TextWebSocketFrame frame = new TextWebSocketFrame(command.encode());
        int current = attempt;
        wire.toServer(frame, () -> {
            if (current == attempt) {
                arriving.run();
            }
        });
    }

    /** Joins what it wants to be in and leaves what it does not. */
    void settle() {
        if (wire == null || connectionId == null || !speaksProtocol) {
            return;
        }
        for (String group : wanted) {
            View view = view(group);
            if (view.isAbsent()) {
                view.joining();
                JsonObject join = new JsonObject().put("group", group);
                if (view.lastId() != null) {
                    join.put("after", view.lastId());
                }
                command("join", join, view::arriving);
            }
        }
    }

    void join(String group) {
        if (wanted.add(group)) {
            view(group).forget();
        }
        settle();
    }

    /** One at a time, and only while it is a member. */
    void leave(String group) {
        if (leaving == null && wire != null && wanted.size() > 1 && wanted.contains(group) && view(group).isJoined()) {
            wanted.remove(group);
            leaving = group;
            command("leave", new JsonObject().put("group", group), () -> {
            });
        }
    }

    void publish() {
        if (wire == null || connectionId == null || !speaksProtocol || wanted.isEmpty()) {
            return;
        }
        String group = wanted.iterator().next();
        if (view(group).isJoined()) {
            String key = name + "-" + refs;
            long number = scenario.nextNumber();
            unanswered.put(key, new Sent(group, number, world.time()));
            publish(group, key, number);
        }
    }

    private void publish(String group, String key, long number) {
        keys.put(refs + 1, key);
        command("publish", new JsonObject().put("group", group).put("key", key)
                .put("data", new JsonObject().put("n", number)), () -> {
                });
    }

    /** What had no reply is sent again. */
    private void publishAgain(String group) {
        unanswered.values().removeIf(sent -> world.time() - sent.time() > Scenario.KEY_NANOS);
        new LinkedHashMap<>(unanswered).forEach((key, sent) -> {
            if (sent.group().equals(group)) {
                publish(group, key, sent.number());
            }
        });
    }

    // ---- what it gets ----

    @Override
    public void received(byte[] bytes) {
        lastHeard = world.time();
        int length = received.length;
        received = Arrays.copyOf(received, length + bytes.length);
        System.arraycopy(bytes, 0, received, length, bytes.length);
        int position = 0;
        for (int end = frame(position); end > 0; end = frame(position)) {
            position = end;
        }
        received = Arrays.copyOfRange(received, position, received.length);
    }

    /** Takes a frame; returns where it ends, or -1 if it is not all there. */
    private int frame(int start) {
        if (received.length < start + 2 || wire == null) {
            return -1;
        }
        int first = received[start] & 0xFF;
        long length = received[start + 1] & 0xFF;
        int header = length == 126 ? 4 : length == 127 ? 10 : 2;
        if (length > 127 || (first & 0x70) != 0) {
            throw new Broken("%s got something that is no frame", name);
        }
        if (received.length < start + header) {
            return -1;
        }
        if (header > 2) {
            length = 0;
            for (int i = 2; i < header; i++) {
                length = length << 8 | received[start + i] & 0xFF;
            }
        }
        int end = (int) (start + header + length);
        if (received.length < end) {
            return -1;
        }
        frame(first, Arrays.copyOfRange(received, start + header, end));
        return end;
    }

    private void frame(int first, byte[] payload) {
        int opcode = first & 0xF;
        switch (opcode) {
            case 0x9 -> wire.toServer(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)));
            case 0x8 -> {
                world.trace("%s is sent a close frame, %d", name, payload.length < 2 ? 0
                        : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
                wire.toServer(new CloseWebSocketFrame(1000, ""));
                wire.closeByClient();
                closed();
            }
            case 0x0, 0x1, 0x2 -> {
                if (opcode == 0 != parts.size() > 0) {
                    throw new Broken("%s got a frame between those of another message", name);
                }
                parts.writeBytes(payload);
                if ((first & 0x80) != 0) {
                    String text = parts.toString(StandardCharsets.UTF_8);
                    parts.reset();
                    text(text);
                }
            }
            default -> throw new Broken("%s got a frame of kind %d", name, opcode);
        }
    }

    private void text(String text) {
        if (!speaksProtocol) {
            world.trace("%s got %.60s", name, text);
            view(wanted.iterator().next()).message(Shadow.number(text), null);
            return;
        }
        JsonObject frame = new JsonObject(text);
        world.trace("%s got %.150s", name, text);
        String group = frame.getString("group");
        if (connectionId == null && !frame.getString("type").equals("hello")) {
            throw new Broken("%s was not greeted first, but: %s", name, text);
        }
        switch (frame.getString("type")) {
            case "hello" -> {
                connectionId = frame.getString("connection");
                settle();
            }
            case "joined" -> {
                view(group).joined(frame.getString("id"), frame.getBoolean("recovered"), frame.getLong("missed"));
                publishAgain(group);
            }
            case "left" -> {
                leaving = null;
                view(group).left();
                settle();
            }
            case "message" -> view(group).message(Shadow.number(frame.getValue("data").toString()), frame.getString("id"));
            case "gap" -> view(group).gap(frame.getLong("missed"));
            case "ping" -> wire.toServer(new TextWebSocketFrame("{\"channelbox\":\"pong\"}"));
            case "reply" -> replied(frame);
            case "presence" -> {
            }
            default -> throw new Broken("%s got %s", name, text);
        }
    }

    private void replied(JsonObject frame) {
        JsonObject error = frame.getJsonObject("error");
        String key = keys.remove(frame.getLong("ref", -1L));
        if (error != null) {
            int code = error.getInteger("code");
            if (code != 403 && code != 429 && code != 503 && code != 504) {
                throw new Broken("%s was refused: %s", name, frame);
            }
        } else if (key != null) {
            Sent sent = unanswered.remove(key);
            if (sent != null && !scenario.log(sent.group()).has(sent.number(), frame.getString("id"))) {
                throw new Broken("%s was told that message %d was published, and it was not", name, sent.number());
            }
        }
    }

    void mustBeLevel() {
        if (wire == null) {
            throw new Broken("%s is not connected at the end", name);
        }
        wanted.forEach(group -> view(group).mustBeLevel());
    }

    @Override
    public String toString() {
        return name;
    }
}
