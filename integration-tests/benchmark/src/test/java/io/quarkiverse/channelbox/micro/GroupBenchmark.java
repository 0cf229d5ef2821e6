package io.quarkiverse.channelbox.micro;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Rig;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** What a group costs besides its messages, with 100,000 members on the node. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GroupBenchmark {

    private static final int MEMBERS = 100_000;

    private final EncodedPayload payload = EncodedPayload.text("x".repeat(128));
    private Rig rig;
    private Connection guest;

    /** Time stands still: nobody expires. */
    private static final class Stopped implements TimeSource {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long ticks() {
            return 0;
        }
    }

    @Setup
    public void join() {
        rig = new Rig(new Stopped(), "merge-delay", "0");
        for (int i = 0; i < MEMBERS; i++) {
            rig.join(rig.connect(true), "group-" + i % 1_000);
            if (i % 1_000 == 0) {
                rig.runEventLoop();
            }
        }
        guest = rig.connect(true);
        rig.runEventLoop();
    }

    @TearDown
    public void end() {
        rig.close();
    }

    @Benchmark
    public void joinAndLeave() {
        rig.join(guest, "group-7");
        rig.members.leave(guest, "group-7", LeaveReason.LEFT);
        rig.runEventLoop();
    }

    /** To a group that nobody is in; its history is full. */
    @Benchmark
    public void appendToHistory() {
        rig.publish("nobody-is-here", payload, SendOptions.saveHistory());
    }

    @Benchmark
    public CleanupReport sweepWithNobodyExpired() {
        CompletableFuture<CleanupReport> report = rig.sweeper.sweep().subscribeAsCompletionStage();
        // The lane of the rig works when it is told to, the other one on its own.
        rig.runEventLoop();
        return report.join();
    }
}
