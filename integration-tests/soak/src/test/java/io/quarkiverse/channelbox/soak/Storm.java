package io.quarkiverse.channelbox.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Clients that come and go for some time; in the end all of them are there once more, and must have had everything. */
final class Storm {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long MAX_RAMP_MILLIS = 10_000;
    private static final long CHECK_MILLIS = 2_000;
    private static final long QUESTION_MILLIS = 500;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Plan plan;
    private final Loop loop;
    private final Server server;
    private final Census census;
    private final Turnstile turnstile = new Turnstile();
    private final Ledger ledger = new Ledger();
    private final List<Seat> seats = new ArrayList<>();
    private final List<Fault> deck = new ArrayList<>();
    private boolean isEnding;
    private boolean isOver;
    private int questions;

    Storm(Plan plan, Loop loop, Server server, Census census) {
        this.plan = plan;
        this.loop = loop;
        this.server = server;
        this.census = census;
    }

    Plan plan() {
        return plan;
    }

    Loop loop() {
        return loop;
    }

    Ledger ledger() {
        return ledger;
    }

    Turnstile turnstile() {
        return turnstile;
    }

    Census census() {
        return census;
    }

    int port() {
        return server.port();
    }

    /** Nothing happens to clients any more. */
    boolean isEnding() {
        return isEnding;
    }

    /** Nobody comes any more. */
    boolean isOver() {
        return isOver;
    }

    /** What becomes of a connection: each of all faults comes as often. */
    Fault draw(Random random) {
        if (deck.isEmpty()) {
            deck.addAll(List.of(Fault.values()));
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }

    /** @param afterwards when nothing is to happen any more, but what was lost is to be had */
    void run(Runnable afterwards) throws IOException {
        for (int i = 0; i < plan.clients(); i++) {
            Seat seat = new Seat(this, i);
            seats.add(seat);
            seat.comeWithin(Math.min(MAX_RAMP_MILLIS, plan.duration().toMillis() / 10));
        }
        Random random = new Random(plan.seed());
        check();
        ask(random);
        loop.run(() -> false, plan.duration());
        isEnding = true;
        afterwards.run();
        await("everybody to be there", Seat::isSettled);
        Map<String, Long> ends = publishEnds();
        await("everybody to have the ends", seat -> hasAll(seat, ends));
        Map<String, Set<String>> present = present();
        await("everybody to know who is there", seat -> knows(seat, present));
        ledger.checkOrder();
        census.add("stored messages", ledger.size());
        isOver = true;
        seats.forEach(seat -> Fault.LEAVE.begin(seat.session()));
        await("everybody to leave", seat -> seat.session().isEnded());
    }

    /** Now and then. */
    private void check() {
        if (!isOver) {
            seats.stream().map(Seat::session).filter(session -> session != null && !session.isEnded())
                    .forEach(Session::checkPatience);
            loop.after(CHECK_MILLIS, this::check);
        }
    }

    /** Asks everybody in a room or hall, again and again. */
    private void ask(Random random) {
        if (isEnding) {
            return;
        }
        loop.after(QUESTION_MILLIS, () -> ask(random));
        String group = random.nextBoolean() ? "hall-h" + random.nextInt(plan.halls()) : "room-r" + random.nextInt(plan.rooms());
        String question = "q" + questions++;
        server.ask(group, question)
                .whenComplete((answers, failure) -> loop.execute(() -> answered(question, answers, failure)));
    }

    private void answered(String question, String answers, Throwable failure) {
        try {
            if (failure != null) {
                throw new AssertionError(failure);
            }
            for (var answer : MAPPER.readTree(answers)) {
                census.count("asked answers");
                if (!answer.path("data").asText().equals(question)) {
                    throw new AssertionError(answer);
                }
            }
        } catch (IOException | AssertionError e) {
            census.violated(question + ": " + e);
        }
    }

    private Map<String, Long> publishEnds() throws IOException {
        Map<String, Seat> members = new TreeMap<>();
        seats.forEach(seat -> seat.session().conversation().memberships().keySet().forEach(group -> members.put(group, seat)));
        members.forEach((group, seat) -> seat.session().conversation().publish(group, seat.nextKey(), 10));
        await("answers to the ends", Seat::isSettled);
        Map<String, Long> ends = new HashMap<>();
        members.keySet().forEach(group -> ends.put(group, ledger.last(group)));
        return ends;
    }

    private static boolean hasAll(Seat seat, Map<String, Long> ends) {
        return seat.session().conversation().memberships().entrySet().stream()
                .allMatch(each -> each.getValue().hasAll(ends.getOrDefault(each.getKey(), 0L)));
    }

    private Map<String, Set<String>> present() {
        Map<String, Set<String>> present = new HashMap<>();
        seats.stream().map(seat -> seat.session().conversation()).forEach(each -> each.memberships().keySet()
                .forEach(group -> present.computeIfAbsent(group, name -> new HashSet<>()).add(each.connection())));
        return present;
    }

    private static boolean knows(Seat seat, Map<String, Set<String>> present) {
        return seat.session().conversation().memberships().entrySet().stream()
                .allMatch(each -> each.getValue().present().equals(present.get(each.getKey())));
    }

    private void await(String what, Predicate<Seat> condition) throws IOException {
        if (!loop.run(() -> seats.stream().allMatch(condition), PATIENCE)) {
            census.violated("Waited in vain for " + what + ": " + seats.stream().filter(condition.negate()).limit(10).toList());
        }
    }
}
