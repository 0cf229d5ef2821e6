package io.quarkiverse.channelbox.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A client, that comes again and again: always the same user, who goes on where the last connection was. */
final class Seat {

    private static final int MAX_ROOMS = 4;
    private static final long LONG = 3_600;

    private final Storm storm;
    private final String name;
    private final Random random;
    private final String hall;
    private final Map<String, Position> positions = new HashMap<>();
    /** What it has published to the hall and had no answer to, by key. */
    private final Map<String, String> unanswered = new LinkedHashMap<>();
    private Session session;
    private boolean isThere;
    private boolean isComing;
    private int lives;
    private int published;

    Seat(Storm storm, int number) {
        this.storm = storm;
        this.name = "s" + number;
        this.random = new Random(storm.plan().seed() * 1_000_003 + number);
        this.hall = "hall-h" + number % storm.plan().halls();
    }

    Random random() {
        return random;
    }

    String hall() {
        return hall;
    }

    Session session() {
        return session;
    }

    Position position(String group) {
        return positions.get(group);
    }

    void has(String group, Position position) {
        positions.put(group, position);
    }

    void comeWithin(long millis) {
        storm.loop().after(random.nextLong(millis + 1), () -> storm.turnstile().enter(this::come));
    }

    private void come() {
        if (storm.isOver()) {
            storm.turnstile().leave();
            return;
        }
        Fault fault = storm.isEnding() ? Fault.LEAVE : storm.draw(random);
        lives++;
        if (random.nextInt(4) == 0) {
            // It has forgotten everything.
            positions.clear();
        }
        try {
            if (fault == Fault.HALF_UPGRADE) {
                storm.census().count("tried half-upgrade");
                new HalfUpgrade(storm, path(LONG), random, () -> connect(fault));
            } else {
                connect(fault);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(Fault fault) {
        try {
            storm.census().count("opened connections");
            isThere = false;
            isComing = true;
            session = new Session(storm, this, fault, path(fault == Fault.TOKEN_EXPIRES ? 3 + random.nextInt(4) : LONG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String path(long seconds) {
        Position position = positions.get(hall);
        return "/soak/" + hall.substring("hall-".length()) + "?token=" + name + '.' + (Instant.now().getEpochSecond() + seconds)
                + (position == null ? "" : "&resume=" + hall + "@" + position.id());
    }

    void upgraded() {
        storm.census().count("opened upgraded");
    }

    /** Something has come. */
    void heard() {
        if (!isThere && session.conversation().isReady()) {
            isThere = true;
            hasCome();
            Session itsSession = session;
            // Once more, if it may not have come the last time.
            Map<String, String> again = new LinkedHashMap<>(unanswered);
            again.forEach((key, group) -> itsSession.conversation().publish(group, key, 10));
            itsSession.after(storm.plan().pause(random), () -> act(itsSession));
            itsSession.after(storm.plan().life(random), () -> end(itsSession));
        }
    }

    /** Or has not, and has given up. */
    private void hasCome() {
        if (isComing) {
            isComing = false;
            storm.turnstile().leave();
        }
    }

    private void end(Session itsSession) {
        if (!storm.isEnding()) {
            storm.census().count("faults " + itsSession.fault());
            itsSession.fault().begin(itsSession);
        }
    }

    private void act(Session itsSession) {
        if (storm.isEnding()) {
            return;
        }
        itsSession.after(storm.plan().pause(random), () -> act(itsSession));
        Conversation conversation = itsSession.conversation();
        if (!itsSession.isSettled()) {
            return;
        }
        String room = "room-r" + random.nextInt(storm.plan().rooms());
        Map<String, Membership> memberships = conversation.memberships();
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> conversation.publish(random(memberships), nextKey(), padding());
            case 4, 5, 6 -> {
                if (memberships.containsKey(room)) {
                    conversation.leave(room);
                } else if (memberships.size() <= MAX_ROOMS) {
                    conversation.join(room);
                }
            }
            case 7 -> {
                String one = random(memberships);
                if (!one.equals(hall)) {
                    conversation.leave(one);
                }
            }
            case 8 -> conversation.echo("x".repeat(random.nextInt(2_000)));
            default -> itsSession.note(random.nextInt(1_000));
        }
    }

    private String random(Map<String, Membership> memberships) {
        return memberships.keySet().stream().skip(random.nextInt(memberships.size())).findFirst().orElseThrow();
    }

    private int padding() {
        return random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(300);
    }

    String nextKey() {
        return name + '.' + lives + '/' + published++;
    }

    void publishes(String group, String key) {
        if (group.equals(hall)) {
            unanswered.put(key, group);
        }
    }

    void published(String key) {
        unanswered.remove(key);
    }

    /** It may have been taken the first time, when the answer did not come. */
    void refused(String group, String key) {
        unanswered.remove(key);
        if (key.startsWith(name + '.' + lives + '/') && !storm.plan().isRedis()) {
            storm.ledger().refused(group, key);
        }
    }

    void over(Session ended) {
        hasCome();
        ended.conversation().memberships().values().forEach(each -> storm.census().add("told missed", each.missed()));
        comeWithin(storm.isEnding() ? 200 : storm.plan().pause(random));
    }

    /** Whether it is there, with nothing that is not answered, and nothing that is about to happen to it. */
    boolean isSettled() {
        return session != null && session.isSettled();
    }

    @Override
    public String toString() {
        return name;
    }
}
