package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the operating system accounts to a process (Linux' proc file system). */
public final class ProcessUse {

    private static final long NANOS_PER_TICK = 10_000_000;
    /** Fields of {@code stat} after the name. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ProcessUse() {
    }

    /** User and system time. */
    public static long cpuNanos(long pid) throws IOException {
        return ticks(pid, USER, SYSTEM);
    }

    /** How much of {@link #cpuNanos} is not the kernel's: sampled, unlike the sum of both. */
    public static long userNanos(long pid) throws IOException {
        return ticks(pid, USER);
    }

    private static long ticks(long pid, int... which) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        // The second field is the name, in parentheses, and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return IntStream.of(which).mapToLong(field -> Long.parseLong(fields[field])).sum() * NANOS_PER_TICK;
    }

    /** User and system time of several processes. */
    static long cpuNanos(List<Integer> pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += cpuNanos(pid);
        }
        return sum;
    }

    /** Of several processes. */
    static long userNanos(List<Integer> pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += userNanos(pid);
        }
        return sum;
    }

    public static long residentBytes(long pid) throws IOException {
        return status(pid, "VmRSS:");
    }

    /** The most that it was since the process began. */
    static long peakResidentBytes(long pid) throws IOException {
        return status(pid, "VmHWM:");
    }

    /** How often it has written to a file or socket. */
    public static long writes(long pid) throws IOException {
        return number(pid, "io", "syscw:");
    }

    /** How many files, sockets among them, it has open. */
    public static long openFiles(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return open.count();
        }
    }

    private static long status(long pid, String key) throws IOException {
        return number(pid, "status", key) * 1024;
    }

    private static long number(long pid, String file, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), file))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("No " + key + " of process " + pid);
    }
}
