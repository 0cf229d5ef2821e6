package io.quarkiverse.channelbox.benchmark.load;

/**
 * How long something took, in microseconds: from the send of a message to the read of each of its copies, if nothing else is
 * said. A message carries its time, in nanoseconds, as 19 digits after {@code t=}.
 */
public final class Latencies {

    /** Below 1 ms exactly, above in steps of 1 %. */
    private static final int EXACT = 1000;
    private static final double STEP = Math.log(1.01);
    private static final int DIGITS = 19;

    private final long[] counts = new long[EXACT + 2000];
    private long total;
    private long worst;
    private boolean recording;

    void start() {
        recording = true;
    }

    boolean isRecording() {
        return recording;
    }

    static String stamp() {
        return String.format("t=%019d ", System.nanoTime());
    }

    void record(byte[] bytes, int from, int to) {
        for (int i = from; i < to - DIGITS - 1; i++) {
            if (bytes[i] == 't' && bytes[i + 1] == '=') {
                long time = 0;
                for (int d = i + 2; d < i + 2 + DIGITS; d++) {
                    time = time * 10 + bytes[d] - '0';
                }
                add((System.nanoTime() - time) / 1000);
                return;
            }
        }
    }

    public void add(long micros) {
        int bucket = micros < EXACT ? (int) Math.max(0, micros) : EXACT + (int) (Math.log((double) micros / EXACT) / STEP);
        counts[Math.min(bucket, counts.length - 1)]++;
        total++;
        worst = Math.max(worst, micros);
    }

    public void addAll(Latencies others) {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] += others.counts[bucket];
        }
        total += others.total;
        worst = Math.max(worst, others.worst);
    }

    /** In microseconds. */
    public long worst() {
        return worst;
    }

    /** In microseconds. */
    public long percentile(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted && seen > 0) {
                return bucket < EXACT ? bucket : (long) (EXACT * Math.exp((bucket - EXACT) * STEP));
            }
        }
        return 0;
    }
}
