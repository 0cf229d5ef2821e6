package io.quarkiverse.channelbox.testclient;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that are cut off at random while others publish, and resume each time. In the end each of them must have the group's
 * log, in order and once, but for what it was told that it missed, and that must have been gone from the history.
 */
public final class ResumeStorm {

    /** What is published last. */
    public static final String END = "the end";

    private static final Pattern FRAME = Pattern
            .compile("\\{\"type\":\"(\\w+)\",\"group\":\"([^\"]+)\"(?:,\"id\":\"((\\w+):(\\d+):[\\w-]+)\")?"
                    + "(?:,\"recovered\":(true|false))?(?:,\"missed\":(\\d+))?(?:,\"data\":(.*))?}");
    private static final int MAX_MILLIS_AWAY = 30;

    private final URI base;
    private final String path;
    private final String group;
    private final int historySize;
    private final int maxBetweenCuts;
    private final int cutsEach;
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger gaps = new AtomicInteger();

    /**
     * @param cutsEach how often each client is cut off
     * @param maxBetweenCuts how many messages a client gets before it is cut off, at the most
     */
    public ResumeStorm(URI base, String path, String group, int historySize, int cutsEach, int maxBetweenCuts) {
        this.base = base;
        this.path = path;
        this.group = group;
        this.historySize = historySize;
        this.maxBetweenCuts = maxBetweenCuts;
        this.cutsEach = cutsEach;
    }

    /** How many cuts were made. */
    public int cuts() {
        return cuts.get();
    }

    /** How often a client was told that it missed something. */
    public int gaps() {
        return gaps.get();
    }

    /**
     * Runs until everybody has seen the end, or somebody has failed.
     *
     * @param publishers publish everything, {@link #END} last, each in a thread of its own, once everybody is there; they are
     *        interrupted when somebody has failed
     */
    public void run(int clients, long seed, List<Callable<Void>> publishers) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        CompletionService<Void> all = new ExecutorCompletionService<>(threads);
        try {
            Log witness = new Log(null);
            ProtocolClient whole = connect(witness);
            List<Log> logs = new ArrayList<>();
            all.submit(task(() -> {
                while (!read(whole, witness)) {
                }
                whole.close();
            }));
            for (int i = 0; i < clients; i++) {
                Random random = new Random(seed * 1_000_003 + i);
                Log log = new Log(random);
                ProtocolClient client = connect(log);
                logs.add(log);
                all.submit(task(() -> beCutAndComeBack(client, log)));
            }
            publishers.forEach(all::submit);
            for (int i = 0; i < 1 + clients + publishers.size(); i++) {
                // Whoever fails first says why; the others wait for it in vain.
                Future<Void> next = all.poll(2, TimeUnit.MINUTES);
                if (next == null) {
                    throw new AssertionError("Nobody gets on");
                }
                next.get();
            }
            logs.forEach(log -> log.check(witness, historySize));
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static Callable<Void> task(Task task) {
        return () -> {
            task.run();
            return null;
        };
    }

    /** What one client has got. */
    private static final class Log {
        final Random random;
        final TreeMap<Long, String> messages = new TreeMap<>();
        final TreeMap<Long, Long> missed = new TreeMap<>();
        /** That of the message that came last, or of the place before the first one. */
        String id;
        long idPosition;
        long start;
        long position;

        Log(Random random) {
            this.random = random;
        }

        void at(String itsId, long itsPosition) {
            id = itsId;
            idPosition = itsPosition;
            position = itsPosition;
        }

        void check(Log witness, int historySize) {
            for (long offset = start + 1; offset <= witness.position; offset++) {
                var gap = missed.floorEntry(offset);
                boolean isMissed = gap != null && offset <= gap.getValue();
                String message = messages.get(offset);
                if (isMissed && offset > witness.position - historySize) {
                    throw new AssertionError("Message " + offset + " was still in the history");
                }
                if (isMissed == (message != null)) {
                    throw new AssertionError("Message " + offset + " was " + (isMissed ? "missed and came" : "lost"));
                }
                if (!isMissed && !message.equals(witness.messages.get(offset))) {
                    throw new AssertionError("Message " + offset + " was " + message);
                }
            }
        }
    }

    private void beCutAndComeBack(ProtocolClient first, Log log) throws Exception {
        ProtocolClient client = first;
        boolean isEnd = false;
        for (int cut = 0; cut < cutsEach; cut++) {
            int enough = 1 + log.random.nextInt(maxBetweenCuts);
            for (int read = 0; !isEnd && read < enough; read++) {
                isEnd = read(client, log);
            }
            client.abort();
            cuts.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(log.random.nextInt(MAX_MILLIS_AWAY));
            // It goes on where it last had an id, so that it will be told once more what it missed after that.
            log.position = log.idPosition;
            log.missed.tailMap(log.position, false).clear();
            // Whoever has it all already must not get it again.
            client = connect(log);
        }
        while (!isEnd) {
            isEnd = read(client, log);
        }
        client.close();
    }

    private ProtocolClient connect(Log log) throws IOException {
        String resume = log.id == null ? "" : "?resume=" + group + "@" + log.id;
        ProtocolClient client = ProtocolClient.tryToOpen(base, path + resume);
        Matcher joined = next(client);
        long position = Long.parseLong(joined.group(5));
        if (!joined.group(1).equals("joined") || log.id != null && joined.group(6) == null) {
            throw new AssertionError(joined.group());
        }
        if (log.id == null) {
            log.start = position;
        } else if (joined.group(6).equals("true")) {
            if (position != log.position) {
                throw new AssertionError("It was at " + log.position + ": " + joined.group());
            }
        } else {
            if (Long.parseLong(joined.group(7)) != position - log.position) {
                throw new AssertionError("It was at " + log.position + ": " + joined.group());
            }
            missed(position - log.position, log);
        }
        log.at(joined.group(3), position);
        return client;
    }

    private void missed(long count, Log log) {
        gaps.incrementAndGet();
        log.missed.put(log.position + 1, log.position + count);
        log.position += count;
    }

    /**
     * Reads a message, or that some are missing since they went while it was catching up; returns whether it is the last one.
     */
    private boolean read(ProtocolClient client, Log log) throws IOException {
        Matcher message = next(client);
        if (message.group(1).equals("gap")) {
            missed(Long.parseLong(message.group(7)), log);
            return false;
        }
        long offset = Long.parseLong(message.group(5));
        if (!message.group(1).equals("message") || offset != log.position + 1) {
            throw new AssertionError("After " + log.position + " came " + message.group());
        }
        log.at(message.group(3), offset);
        log.messages.put(offset, message.group(8));
        return message.group(8).contains(END);
    }

    private Matcher next(ProtocolClient client) throws IOException {
        while (true) {
            String text = client.tryNextText();
            if (!text.startsWith("{\"type\":\"presence\"")) {
                Matcher frame = FRAME.matcher(text);
                if (!frame.matches() || !frame.group(2).equals(group)) {
                    throw new AssertionError(text);
                }
                return frame;
            }
        }
    }
}
