package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

/**
 * One thread, one selector, any number of WebSockets. It prints one line of {@code key=value} pairs. The options are
 * {@code key=value} pairs, too:
 * <ul>
 * <li>{@code port}, {@code path}, {@code protocol}, {@code pid} of the server;</li>
 * <li>{@code groups} and {@code members} of each; {@code bytes} of a message;</li>
 * <li>{@code inFlight}: each group has so many messages on their way all the time; or {@code rate}: deliveries a second, evenly
 * spread, of which latencies are recorded; neither: the connections are idle;</li>
 * <li>{@code warmup} and {@code seconds} of measurement.</li>
 * </ul>
 */
public final class LoadClient {

    private static final OperatingSystemMXBean OWN = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Map<String, String> options = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private final Latencies latencies = new Latencies();
    private final Selector selector = Selector.open();
    private final int inFlight;
    private final double rate;
    private final String padding;
    private long delivered;

    private LoadClient(String[] arguments) throws IOException {
        for (String argument : arguments) {
            options.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        inFlight = number("inFlight", 0);
        rate = number("rate", 0);
        padding = "x".repeat(number("bytes", 128) - Latencies.stamp().length());
    }

    public static void main(String[] arguments) throws IOException {
        new LoadClient(arguments).run();
    }

    private int number(String key, int absent) {
        return Integer.parseInt(options.getOrDefault(key, String.valueOf(absent)));
    }

    private void run() throws IOException {
        connect();
        long pid = number("pid", 0);
        boolean isIdle = inFlight == 0 && rate == 0;
        if (!isIdle) {
            drive(number("warmup", 5), false);
        }
        long before = delivered;
        long cpu = ProcessUse.cpuNanos(pid);
        long ownCpu = OWN.getProcessCpuTime();
        long start = System.nanoTime();
        drive(number("seconds", 5), rate > 0);
        double seconds = (System.nanoTime() - start) / 1e9;
        long messages = delivered - before;
        System.out.printf(Locale.ROOT,
                "deliveries=%d seconds=%.3f micros=%.3f clientCpu=%.2f serverCpu=%.2f p50=%d p99=%d p999=%d rss=%d%n", messages,
                seconds, messages == 0 ? 0 : (ProcessUse.cpuNanos(pid) - cpu) / 1000.0 / messages,
                (OWN.getProcessCpuTime() - ownCpu) / 1e9 / seconds, (ProcessUse.cpuNanos(pid) - cpu) / 1e9 / seconds,
                latencies.percentile(.5), latencies.percentile(.99), latencies.percentile(.999), ProcessUse.residentBytes(pid));
        System.exit(0);
    }

    /** A few at a time, so that no queue of the server overflows. */
    private void connect() throws IOException {
        int port = number("port", 8080);
        Protocol protocol = Protocol.valueOf(options.getOrDefault("protocol", "PLAIN"));
        for (int g = 0; g < number("groups", 1); g++) {
            Group group = new Group("g" + g);
            groups.add(group);
            for (int m = 0; m < number("members", 1000); m++) {
                SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.configureBlocking(false);
                Member member = new Member(group, protocol, socket);
                socket.register(selector, SelectionKey.OP_READ, member);
                members.add(member);
                group.members.add(member);
                member.upgrade(options.getOrDefault("path", ""), port);
                if (members.size() % 50 == 0) {
                    awaitReady();
                }
            }
        }
        awaitReady();
        // Some servers subscribe a little later than they say.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < end) {
            poll(100);
        }
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!members.stream().allMatch(Member::isReady)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Connections were not ready in time");
            }
            poll(10);
        }
    }

    private void drive(int seconds, boolean record) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        if (record) {
            latencies.start();
        }
        long interval = rate == 0 ? 0 : (long) (1e9 * members.size() / groups.size() / rate);
        long next = System.nanoTime();
        int turn = 0;
        while (System.nanoTime() < end) {
            if (inFlight > 0) {
                for (Group group : groups) {
                    while (group.inFlight() < inFlight) {
                        send(group);
                    }
                }
                poll(10);
            } else if (rate > 0) {
                for (long now = System.nanoTime(); next <= now; next += interval) {
                    send(groups.get(turn++ % groups.size()));
                }
                long wait = (next - System.nanoTime()) / 1_000_000;
                if (wait > 0) {
                    poll(wait);
                } else {
                    pollNow();
                }
            } else {
                poll(100);
            }
        }
    }

    private void send(Group group) throws IOException {
        group.members.get((int) (group.sent % group.members.size())).send(Latencies.stamp() + padding);
        group.sent++;
    }

    private void poll(long millis) throws IOException {
        selector.select(this::read, millis);
    }

    private void pollNow() throws IOException {
        selector.selectNow(this::read);
    }

    private void read(SelectionKey key) {
        Member member = (Member) key.attachment();
        try {
            int messages = member.read(key, buffer, latencies);
            member.group.delivered += messages;
            delivered += messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
