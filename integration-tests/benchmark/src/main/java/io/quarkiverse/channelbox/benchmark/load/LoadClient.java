package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;

/**
 * One thread, one selector, any number of WebSockets. It prints one line of {@code key=value} pairs. The options are
 * {@code key=value} pairs, too:
 * <ul>
 * <li>{@code port}, {@code path}, {@code protocol}, {@code pid} of the server; several ports and pids, separated by commas, are
 * nodes, over which the connections are spread; {@code helper}: the pid of what the nodes need;</li>
 * <li>{@code subprotocol}: what to ask for at the upgrade, instead of {@code protocol}; {@code channelbox.v1};</li>
 * <li>{@code groups} and {@code members} of each; {@code groupsOfEach} connection; {@code bytes} of a message;
 * {@code except}: if {@code true}, a sender does not get its messages;</li>
 * <li>{@code inFlight}: so many messages are on their way to each connection all the time; or {@code burst}: one member of each
 * group sends so many at once, and as many again when all members have all, while newcomers come; or {@code rate}: deliveries a
 * second, evenly spread, of which latencies are recorded; none: the connections are idle;</li>
 * <li>{@code warmup}, or {@code settle} if they are idle, and {@code seconds} of measurement;</li>
 * <li>{@code slow}: so many more members of the first group get only {@code pace} bytes a second each; they do not count;</li>
 * <li>{@code stalled}: if {@code true}, the first group has one more member during the measurement, which never reads.</li>
 * </ul>
 */
public final class LoadClient {

    private static final OperatingSystemMXBean OWN = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** So that no queue of the server overflows. */
    private static final int CONNECTING = 50;

    private final Options options;
    private final List<Integer> ports;
    private final String path;
    private final Protocol protocol;
    private final Connector connector;
    private final List<Group> groups;
    private final List<Window> windows;
    private final List<Member> members = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final Layout layout;
    private final int inFlight;
    private final int burst;
    private final double rate;
    private final String padding;
    private final Newcomers newcomers;
    private final SlowMembers slow;
    private long delivered;

    private LoadClient(Options options) throws IOException {
        this.options = options;
        ports = options.numbers("port");
        protocol = Protocol.of(options.text("protocol", "PLAIN"), options.text("subprotocol", null));
        boolean leavesOutSender = options.text("except", "false").equals("true");
        path = leavesOutSender ? protocol.leavingOutSender(options.text("path", "")) : options.text("path", "");
        connector = new Connector(protocol, path);
        inFlight = options.number("inFlight", 0);
        burst = options.number("burst", 0);
        rate = options.number("rate", 0);
        padding = "x".repeat(options.number("bytes", 128) - Latencies.stamp().length());
        layout = new Layout(options.number("groups", 1), options.number("members", 1000), options.number("groupsOfEach", 1));
        groups = IntStream.range(0, layout.groups()).mapToObj(i -> new Group("g" + i, burst == 0)).toList();
        int receivers = layout.members() - (leavesOutSender ? 1 : 0);
        windows = layout.windows(groups, receivers, burst > 0 ? burst : inFlight, burst > 0);
        newcomers = new Newcomers(connector, ports.get(0), groups.get(0));
        slow = new SlowMembers(connector, groups.get(0),
                options.number("slow", 0) == 0 ? 0 : new PacedProxy(ports.get(0), options.number("pace", 32 * 1024)).port());
    }

    public static void main(String[] arguments) throws IOException {
        new LoadClient(new Options(arguments)).run();
    }

    private void run() throws IOException {
        connect();
        List<Integer> pids = options.numbers("pid");
        List<Integer> helper = options.numbers("helper");
        boolean isIdle = inFlight == 0 && burst == 0 && rate == 0;
        drive(options.number(isIdle ? "settle" : "warmup", isIdle ? 0 : 5), false);
        StalledMember stalled = new StalledMember(protocol.path(path, List.of(groups.get(0).name)), ports.get(0), protocol);
        if (options.text("stalled", "false").equals("true")) {
            stalled.start();
        }
        newcomers.start();
        long before = delivered;
        long cpu = ProcessUse.cpuNanos(pids);
        long userCpu = ProcessUse.userNanos(pids);
        long helperCpu = ProcessUse.cpuNanos(helper);
        long ownCpu = OWN.getProcessCpuTime();
        long start = System.nanoTime();
        drive(options.number("seconds", 5), rate > 0);
        double seconds = (System.nanoTime() - start) / 1e9;
        long messages = delivered - before;
        Latencies newcomerWaits = newcomers.waits();
        System.out.printf(Locale.ROOT,
                "deliveries=%d seconds=%.3f micros=%.3f userMicros=%.3f clientCpu=%.2f serverCpu=%.5f helperCpu=%.4f"
                        + " p50=%d p99=%d p999=%d newcomerP50=%d newcomerWorst=%d slowCutOffs=%d files=%d rss=%d peakRss=%d%s%n",
                messages, seconds, messages == 0 ? 0 : (ProcessUse.cpuNanos(pids) - cpu) / 1000.0 / messages,
                messages == 0 ? 0 : (ProcessUse.userNanos(pids) - userCpu) / 1000.0 / messages,
                (OWN.getProcessCpuTime() - ownCpu) / 1e9 / seconds, (ProcessUse.cpuNanos(pids) - cpu) / 1e9 / seconds,
                (ProcessUse.cpuNanos(helper) - helperCpu) / 1e9 / seconds,
                latencies.percentile(.5), latencies.percentile(.99), latencies.percentile(.999),
                newcomerWaits.percentile(.5), newcomerWaits.worst(), slow.cutOffs(), ProcessUse.openFiles(pids.get(0)),
                ProcessUse.residentBytes(pids.get(0)),
                ProcessUse.peakResidentBytes(pids.get(0)), stalled.results());
        System.exit(0);
    }

    private void connect() throws IOException {
        Map<Group, Window> windowOf = new HashMap<>();
        windows.forEach(window -> window.groups().forEach(group -> windowOf.put(group, window)));
        for (int c = 0; c < layout.connections(); c++) {
            List<Group> joined = layout.groupsOf(c, groups);
            Member member = connector.open(ports.get(c % ports.size()), joined, windowOf.get(joined.get(0)), this::read);
            members.add(member);
            joined.forEach(group -> group.members.add(member));
            if (members.size() % CONNECTING == 0) {
                awaitReady();
            }
        }
        for (int s = 1; s <= options.number("slow", 0); s++) {
            slow.add();
            if (s % CONNECTING == 0) {
                awaitReady();
            }
        }
        awaitReady();
        // Some servers subscribe a little later than they say.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < end) {
            connector.poll(100);
        }
    }

    private void awaitReady() throws IOException {
        connector.await(() -> members.stream().allMatch(Member::isReady) && slow.areReady());
    }

    private void read(Member member) throws IOException {
        delivered += member.read(connector.buffer(), latencies);
    }

    private void drive(int seconds, boolean record) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        if (record) {
            latencies.start();
        }
        long interval = rate == 0 ? 0 : (long) (1e9 * layout.members() / rate);
        long next = System.nanoTime();
        int turn = 0;
        while (System.nanoTime() < end) {
            if (inFlight > 0 || burst > 0) {
                fill();
                connector.poll(10);
            } else if (rate > 0) {
                for (long now = System.nanoTime(); next <= now; next += interval) {
                    windows.get(turn++ % windows.size()).sendNext(padding);
                }
                connector.poll(Math.max(0, (next - System.nanoTime()) / 1_000_000));
            } else {
                connector.poll(100);
            }
        }
    }

    private void fill() throws IOException {
        boolean hasSent = false;
        for (Window window : windows) {
            hasSent |= window.fill(padding);
        }
        if (burst > 0) {
            newcomers.leave();
            if (hasSent) {
                newcomers.come();
            }
        }
    }
}
