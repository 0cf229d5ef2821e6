package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.runtime.engine.Replays;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;

/** What many members that come at once cost Redis, and what they get while it is away or was restarted. */
@Timeout(300)
class RedisReadingsTest extends TwoNodes {

    private LogPosition storeUpTo(int count) {
        List<CompletableFuture<?>> sends = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            sends.add(one.send("" + i, SAVE));
        }
        sends.forEach(TwoNodes::inTime);
        return one.log().get(count - 1).position();
    }

    @Test
    void membersThatReplayTheSameShareTheReading() {
        LogPosition end = storeUpTo(100);
        // Redis has the script from now on, and need not be sent it.
        one.engine.read("g", end, end.at(1), 1).await().indefinitely();
        int before = calls("evalsha");
        server.pause();
        List<CompletableFuture<LogSlice>> slices = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            slices.add(one.engine.read("g", end.at(50), end.at(100), 100_000).subscribeAsCompletionStage());
        }
        // What cannot be asked fails on the engine's loop: it has taken those before it, and none of them is late.
        assertThrows(EngineUnavailableException.class, () -> one.engine.read("g", null, null, 0).await().indefinitely());
        server.resume();
        slices.forEach(slice -> assertEquals(50, inTime(slice).messages().size()));
        // The first one may have been answered before the server stood still.
        assertSame(inTime(slices.get(1)).messages().get(7), inTime(slices.get(999)).messages().get(7));
        int calls = calls("evalsha") - before;
        assertTrue(calls <= 3, calls + " calls for 1000 readings of the same");
    }

    /** Whatever each of them asks for. */
    @Test
    void membersThatJoinAtOnceShareTheReading() {
        LogPosition end = storeUpTo(100);
        int before = calls("evalsha");
        server.pause();
        List<CompletableFuture<LogStart>> starts = new ArrayList<>();
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            starts.add(one.engine.subscribe("g", i % 2 == 0 ? ReplayRequest.last(i % 50)
                    : ReplayRequest.after(end.at(i % 100), 1_000)).subscribeAsCompletionStage());
        }
        long begin = System.nanoTime();
        server.resume();
        for (int i = 0; i < count; i++) {
            LogStart start = inTime(starts.get(i));
            assertEquals(i % 2 == 0 ? 100 - i % 50 : i % 100, start.position().offset());
            assertEquals(i % 2 == 0 ? Optional.empty() : Optional.of(true), start.recovered());
        }
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30), "The joins took too long");
        int calls = calls("evalsha") - before;
        // The first one to come does not wait for those after it, which may ask for more.
        assertTrue(calls <= 60, calls + " calls for " + count + " joins");
        assertEquals(0, one.engine.losses());
    }

    /** A node takes the mark of another's reading, of the same number, for its own if it hears of it. */
    @Test
    void theMarksOfANodeAreItsOwn() throws IOException {
        try (Socket everybody = new Socket("127.0.0.1", server.port())) {
            everybody.setSoTimeout(20_000);
            everybody.getOutputStream().write(("SUBSCRIBE " + prefix + "all:0\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader heard = new BufferedReader(new InputStreamReader(everybody.getInputStream()));
            while (!heard.readLine().equals(":1")) {
                // The subscription is being confirmed.
            }
            inTime(one.engine.subscribe("other", ReplayRequest.last(1)).subscribeAsCompletionStage());
            server.command("PUBLISH", prefix + "all:0", "that is all");
            List<String> lines = new ArrayList<>();
            for (String line = heard.readLine(); !line.equals("that is all"); line = heard.readLine()) {
                lines.add(line);
            }
            assertEquals(List.of(), lines.stream().filter(line -> line.matches("r \\d+")).toList());
        }
    }

    @Test
    void whileRedisIsAwayAReadingFails() {
        LogPosition end = storeUpTo(3);
        RedisNode impatient = node(server.port(), IMPATIENT);
        server.kill();
        eventually().until(() -> impatient.engine.trouble().isPresent());
        assertThrows(EngineUnavailableException.class,
                () -> impatient.engine.read("g", end.at(0), end.at(3), 1_000).await().indefinitely());
        server.startAgain();
        eventually().until(() -> impatient.engine.trouble().isEmpty());
        assertEquals(3, impatient.engine.read("g", end.at(0), end.at(3), 1_000).await().indefinitely().messages().size());
    }

    @Test
    void aReadingThatTakesTooLongFails() {
        LogPosition end = storeUpTo(3);
        RedisNode impatient = node(server.port(), IMPATIENT);
        server.pause();
        try {
            assertThrows(EngineUnavailableException.class,
                    () -> impatient.engine.read("g", end.at(0), end.at(3), 1_000).await().indefinitely());
        } finally {
            server.resume();
        }
    }

    /** As if it had not written the last two to its disk: who has got them goes on from what is common. */
    @Test
    void aServerThatLostWhatAMemberHasIsReadFromWhereItIsNow() {
        LogPosition end = storeUpTo(5);
        server.command("XDEL", prefix + "{g}:s", "4-0", "5-0");
        server.command("XSETID", prefix + "{g}:s", "3-0");
        server.command("HSET", prefix + "{g}:m", "o", "3", "b", "3");
        // All that its data says is written.
        server.kill();
        server.startAgain();
        RedisNode three = node(server.port(), PATIENT);
        inTime(three.send("new 4", SAVE));
        LogPosition newEnd = LogPosition.of(inTime(three.send("new 5", SAVE)).id().orElseThrow());

        LogSlice slice = three.engine.read("g", end, newEnd, 1_000).await().indefinitely();
        assertEquals(end.at(3), slice.start());
        assertEquals(List.of("new 4", "new 5"), slice.messages().stream().map(message -> message.text()).toList());
        assertEquals(newEnd, slice.end());
        assertEquals(List.of(newEnd.at(4), newEnd), slice.messages().stream().map(message -> message.position()).toList());

        // What came in the place of what was lost is not what a member is to have that began before.
        LogSlice before = three.engine.read("g", end.at(2), end, 1_000).await().indefinitely();
        assertEquals(List.of("3"), before.messages().stream().map(message -> message.text()).toList());
        assertEquals(end.at(3), before.end());

        LogStart lost = Replays.start(three.engine, "g", ReplayRequest.after(end, 100));
        assertEquals(Optional.of(false), lost.recovered());
        assertEquals(List.of("new 4", "new 5"), Replays.texts(three.engine, "g", lost));
        LogStart common = Replays.start(three.engine, "g", ReplayRequest.after(end.at(2), 100));
        assertEquals(Optional.of(true), common.recovered());
        assertEquals(end.at(2), common.position());
        assertEquals(List.of("3", "new 4", "new 5"), Replays.texts(three.engine, "g", common));
        assertEquals(end.at(1), Replays.start(three.engine, "g", ReplayRequest.last(4)).position());
    }
}
