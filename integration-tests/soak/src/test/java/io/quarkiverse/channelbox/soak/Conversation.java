package io.quarkiverse.channelbox.soak;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

/** What is said over one connection by {@code channelbox.v1}: what the client asks for, and all that it hears. */
final class Conversation {

    /** The answer that it is not to be had now: a group or the node is full, too much waits, Redis is away. */
    private static final Set<Integer> NOT_NOW = Set.of(429, 503);
    private static final int REMEMBERED = 30;
    private static final int SHOWN = 150;

    private final Storm storm;
    private final Seat seat;
    private final Consumer<String> send;
    private final Map<String, Membership> memberships = new TreeMap<>();
    private final Map<Long, Ask> asks = new HashMap<>();
    private final ArrayDeque<Integer> notes = new ArrayDeque<>();
    private final Position askedOfHall;
    private final long knownOfHall;
    /** The last frames in both directions, for who looks into a violation. */
    private final ArrayDeque<String> transcript = new ArrayDeque<>();
    private String connection;
    private long lastRef;
    private int wrongWithoutRef;

    /**
     * Something that has to be answered.
     *
     * @param group of a join, a leave or a publication
     * @param data what is published, or the position that is asked for, or what comes back
     */
    private record Ask(String kind, String group, Object data, long known, int code, long at) {
    }

    Conversation(Storm storm, Seat seat, Consumer<String> send) {
        this.storm = storm;
        this.seat = seat;
        this.send = text -> {
            remember("> " + text);
            send.accept(text);
        };
        this.askedOfHall = seat.position(seat.hall());
        this.knownOfHall = storm.ledger().last(seat.hall());
    }

    void join(String room) {
        Position after = seat.position(room);
        ask("join", room, after, 0, "\"group\":\"" + room + '"' + (after == null ? "" : ",\"after\":\"" + after.id() + '"'));
    }

    void leave(String room) {
        ask("leave", room, null, 0, "\"group\":\"" + room + '"');
    }

    /** @param key nobody else has; what was published with it before is not published again */
    void publish(String group, String key, int padding) {
        seat.publishes(group, key);
        ask("publish", group, key, 0, "\"group\":\"" + group + "\",\"key\":\"" + key + "\",\"data\":{\"key\":\"" + key
                + "\",\"pad\":\"" + "x".repeat(padding) + "\"}");
    }

    void echo(String text) {
        ask("event", null, text, 0, "\"event\":\"echo\",\"data\":\"" + text + '"');
    }

    /** A message of the endpoint's own. */
    String note(int number) {
        notes.add(number + 1);
        return "{\"number\":" + number + '}';
    }

    void askWrongly(Random random) {
        for (String text : List.of("{\"channelbox\":\"join\",\"ref\":", "{\"channelbox\":}", "{\"number\":", "none", "")) {
            if (random.nextBoolean()) {
                wrongWithoutRef++;
                send.accept(text);
            }
        }
        ask("nonsense", null, null, 400, "\"group\":1");
        ask("join", "room-a b", null, 400, "\"group\":\"room-a b\"");
        ask("join", "hall-elsewhere", null, 403, "\"group\":\"hall-elsewhere\"");
        ask("publish", "room-nobody", null, 403, "\"group\":\"room-nobody\",\"data\":1");
        ask("event", null, null, 404, "\"event\":\"none\"");
    }

    private void ask(String kind, String group, Object data, int code, String members) {
        long ref = ++lastRef;
        asks.put(ref, new Ask(kind, group, data, group == null ? 0 : storm.ledger().last(group), code, Loop.now()));
        send.accept("{\"channelbox\":\"" + kind + "\",\"ref\":" + ref + ',' + members + '}');
    }

    private void remember(String line) {
        transcript.add(line.length() > SHOWN ? line.substring(0, SHOWN) : line);
        if (transcript.size() > REMEMBERED) {
            transcript.remove();
        }
    }

    /** What was said last. */
    String transcript() {
        return String.join("\n    ", transcript);
    }

    void hear(JsonNode frame) {
        remember("< " + frame);
        String type = frame.path("type").asText();
        if (connection == null) {
            expect(type.equals("hello"), frame, "came before hello");
            connection = frame.get("connection").asText();
            return;
        }
        String group = frame.path("group").asText();
        switch (type) {
            case "ping" -> send.accept("{\"channelbox\":\"pong\"}");
            case "joined" -> joined(group, frame);
            case "left" -> {
                answered(frame, "leave", group);
                expect(memberships.remove(group) != null, frame, "was no member");
            }
            case "message" -> message(group, frame);
            case "gap" -> {
                storm.census().count("told gaps");
                membership(group, frame).gap(frame);
            }
            case "presence" -> membership(group, frame).presence(frame);
            case "reply" -> reply(frame);
            case "" -> expect(!notes.isEmpty() && notes.remove() == frame.get("number").asInt(), frame, "no such note");
            default -> expect(false, frame, "is not known");
        }
    }

    private void joined(String group, JsonNode frame) {
        expect(!memberships.containsKey(group), frame, "joined twice");
        boolean isHall = group.equals(seat.hall());
        expect(isHall != frame.has("ref"), frame, "how did it join?");
        Ask ask = isHall ? null : answered(frame, "join", group);
        Position asked = isHall ? askedOfHall : (Position) ask.data();
        memberships.put(group, new Membership(frame, asked, isHall ? knownOfHall : ask.known(), storm.ledger(),
                storm.plan().isRedis()));
        if (asked != null) {
            storm.census().count("told recovered-" + frame.get("recovered").asText());
        }
    }

    private void message(String group, JsonNode frame) {
        if (frame.has("ask")) {
            membership(group, frame);
            send.accept("{\"channelbox\":\"answer\",\"ref\":\"" + frame.get("ask").asText() + "\",\"data\":" + frame.get("data")
                    + '}');
            return;
        }
        storm.census().count("told messages");
        Membership membership = membership(group, frame);
        membership.message(frame, frame.get("data").get("key").asText());
        seat.has(group, membership.position());
    }

    private Membership membership(String group, JsonNode frame) {
        Membership membership = memberships.get(group);
        expect(membership != null, frame, "is no member");
        return membership;
    }

    private void reply(JsonNode frame) {
        int code = frame.path("error").path("code").asInt();
        if (!frame.has("ref")) {
            expect(code == 400 && wrongWithoutRef-- > 0, frame, "nothing was wrong");
            return;
        }
        Ask ask = answered(frame, null, null);
        if (ask.code() > 0) {
            expect(ask.code() == code, frame, "has to be " + ask.code());
        } else if (code > 0) {
            expect(NOT_NOW.contains(code), frame, ask.kind() + " was refused");
            storm.census().count("refused " + ask.kind() + '-' + code);
            if (ask.kind().equals("publish")) {
                seat.refused(ask.group(), (String) ask.data());
            }
        } else if (ask.kind().equals("publish")) {
            storm.census().count("asked publish");
            storm.ledger().stored(ask.group(), Position.of(frame.get("id").asText()), (String) ask.data());
            seat.published((String) ask.data());
        } else {
            storm.census().count("asked " + ask.kind());
            expect(ask.kind().equals("event") && frame.get("data").asText().equals(ask.data()), frame, "is no echo");
        }
    }

    /** Each ask once. @param kind {@code null} for any */
    private Ask answered(JsonNode frame, String kind, String group) {
        Ask ask = asks.remove(frame.path("ref").asLong());
        expect(ask != null && (kind == null || ask.kind().equals(kind) && ask.group().equals(group)), frame, "nobody asked");
        return ask;
    }

    private static void expect(boolean isRight, JsonNode frame, String why) {
        if (!isRight) {
            throw new AssertionError(why + ": " + frame);
        }
    }

    /** Whether it is in its hall, and has had all answers. */
    boolean isSettled() {
        return memberships.containsKey(seat.hall()) && asks.isEmpty() && notes.isEmpty() && wrongWithoutRef == 0;
    }

    boolean isReady() {
        return memberships.containsKey(seat.hall());
    }

    /** What it waits for, and has waited for too long; {@code null} if there is nothing. */
    String overdue(long patience) {
        return asks.values().stream().filter(ask -> Loop.now() - ask.at() > patience).findAny().map(Ask::toString).orElse(null);
    }

    String connection() {
        return connection;
    }

    /** By the names of the groups. */
    Map<String, Membership> memberships() {
        return memberships;
    }
}
