package io.quarkiverse.channelbox.chat.siege;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.RawHttp;

/**
 * The packaged application with little memory, and clients that mean it no good, one kind after the other: it goes on to serve
 * those that behave, keeps nothing of the others, and ends when it is told so.
 */
@Tag("long")
class SiegeIT {

    /** For how long each of the attacks goes on in all. */
    private static final double SECONDS = Double.parseDouble(System.getProperty("siege.seconds", "40"));
    /** Within which a message has to come, of a hundred all but one, with an attack going on. */
    private static final double MILLIS = Double.parseDouble(System.getProperty("siege.millis", "5000"));
    /** What the names of the attacks have to contain. */
    private static final String ATTACK = System.getProperty("siege.attack", "");
    private static final Pattern CHANNELS = Pattern.compile("\"channels\":(\\d+)");
    private static final Path LOG = Path.of("target", "siege.log");
    /** More of them than that would be a leak, bytes as well as all else. */
    private static final long MAX_HEAP_GROWTH = 30_000_000;
    private static final long MAX_DIRECT = 64 * 1024 * 1024;
    private static final int MAX_DESCRIPTOR_GROWTH = 50;
    private static final int MAX_THREAD_GROWTH = 50;
    private static final int LOG_LINES_PER_ATTACK = 20;
    private static final int LOG_LINE_BYTES = 500;
    private static final long MAX_END_MILLIS = 10_000;

    private final List<String> report = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    /** A native binary does not say what it takes. */
    @Test
    @DisabledIf("isNative")
    void isWithstood() throws Exception {
        try (PackagedApplication server = PackagedApplication.start("-Xmx256m", "-XX:MaxDirectMemorySize=64m",
                "-XX:+ExitOnOutOfMemoryError", "-Dquarkus.channel-box.compression=true",
                "-Dquarkus.websockets-next.server.per-message-compression-supported=true");
                AutoCloseable log = () -> Files.write(LOG, server.log());
                Witnesses witnesses = new Witnesses(server.base())) {
            Vitals vitals = new Vitals(server.pid());
            List<Attack> attacks = Attack.all().stream().filter(attack -> attack.name().contains(ATTACK)).toList();
            begin(witnesses);
            Vitals.Sign before = vitals.now();
            report.add("before: " + before);
            for (Attack attack : attacks) {
                withstand(attack, server.base(), witnesses, SECONDS / attacks.size());
                report.add("    " + vitals.now() + ", " + server.log().size() + " lines of log");
            }
            checkVitals(before, vitals.now());
            checkLog(server.log(), attacks.size());
            end(server, attacks.get(0));
        } finally {
            report.forEach(System.out::println);
        }
        assertEquals(List.of(), broken);
    }

    static boolean isNative() {
        return Files.isExecutable(Path.of(System.getProperty("native.image.path", "none")));
    }

    /** What is slow only for the first time does not count. */
    private void begin(Witnesses witnesses) throws InterruptedException {
        TimeUnit.SECONDS.sleep(2);
        witnesses.take();
        TimeUnit.SECONDS.sleep(1);
        report.add("nobody attacks: " + witnesses.take());
    }

    private void withstand(Attack attack, URI base, Witnesses witnesses, double seconds) throws Exception {
        Latencies.Sorted latencies;
        int times;
        try (Attackers attackers = new Attackers(base)) {
            attack.begin().with(attackers);
            Thread.sleep(Math.round(seconds * 1000));
            latencies = witnesses.take();
            times = attackers.times();
        }
        report.add(attack.name() + ", " + times + " times: " + latencies);
        if (latencies.millis(0.99) > MILLIS) {
            broken.add(attack.name() + ": p99 " + latencies.millis(0.99) + " ms");
        }
        // A call that is not answered in time is made again.
        await("the end of: " + attack.name()).atMost(1, TimeUnit.MINUTES).ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> assertEquals(Witnesses.COUNT, places(base)));
        witnesses.take();
    }

    /** How many channels all groups have. */
    private static int places(URI base) {
        String groups = RawHttp.send(base, "GET", "/api/groups").body();
        return CHANNELS.matcher(groups).results()
                .mapToInt(found -> Integer.parseInt(found.group(1))).sum();
    }

    private void checkVitals(Vitals.Sign before, Vitals.Sign after) {
        report.add("after: " + after);
        check(after.heap() - before.heap() < MAX_HEAP_GROWTH, "the heap has grown");
        check(after.direct() < MAX_DIRECT, "direct memory has grown");
        check(after.descriptors() - before.descriptors() < MAX_DESCRIPTOR_GROWTH, "descriptors are left open");
        check(after.threads() - before.threads() < MAX_THREAD_GROWTH, "threads are left");
    }

    private void checkLog(List<String> log, int attacks) {
        long bytes = log.stream().mapToLong(line -> line.getBytes(UTF_8).length).sum();
        // Of a kind there is a line in ten seconds.
        double minutes = Math.max(1, SECONDS / 60);
        report.add("log: " + log.size() + " lines, " + bytes + " bytes");
        check(log.size() < attacks * LOG_LINES_PER_ATTACK * minutes, "the log has too many lines");
        check(bytes < attacks * LOG_LINES_PER_ATTACK * LOG_LINE_BYTES * minutes, "the log has too many bytes");
        check(log.stream().noneMatch(line -> line.contains("OutOfMemory")), "memory was not enough");
        check(log.stream().noneMatch(line -> line.contains(" ERROR ")), "the log has errors");
    }

    /** It is told to end while it is attacked. */
    private void end(PackagedApplication server, Attack attack) throws Exception {
        try (Attackers attackers = new Attackers(server.base())) {
            attack.begin().with(attackers);
            Thread.sleep(1_000);
            long told = System.nanoTime();
            server.terminate();
            server.exitCode();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - told);
            report.add("end: " + millis + " ms after SIGTERM");
            check(millis < MAX_END_MILLIS, "it took too long to end");
            check(server.log().stream().noneMatch(line -> line.contains(" ERROR ")), "its end was logged as errors");
        }
    }

    private void check(boolean isRight, String otherwise) {
        if (!isRight) {
            broken.add(otherwise);
        }
    }
}
