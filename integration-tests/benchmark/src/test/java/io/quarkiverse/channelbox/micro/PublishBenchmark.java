package io.quarkiverse.channelbox.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Rig;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;

/** A message to 1,000 members: what each of them costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishBenchmark {

    private static final int MEMBERS = 1_000;
    private static final String GROUP = "group";

    /** How many messages wait when the event loop gets to them. */
    @Param({ "1", "4" })
    int waiting;

    /** Whether each write goes on into Netty's channel, or ends in front of it. */
    @Param({ "false", "true" })
    boolean netty;

    /** Whether the message goes to all but its sender, as in every chat. */
    @Param({ "false", "true" })
    boolean exceptSender;

    private final EncodedPayload payload = EncodedPayload.text("x".repeat(128));
    private Rig rig;
    private SendOptions options;

    @Setup
    public void join() {
        rig = new Rig(new SystemTimeSource(), "merge-delay", "0");
        for (int i = 0; i < MEMBERS; i++) {
            Connection connection = rig.connect(!netty);
            rig.join(connection, GROUP);
            options = exceptSender ? SendOptions.defaults().except(connection.id()) : SendOptions.defaults();
        }
        rig.runEventLoop();
    }

    @TearDown
    public void end() {
        rig.close();
    }

    @Benchmark
    @OperationsPerInvocation(MEMBERS)
    public void perMember() {
        for (int i = 0; i < waiting; i++) {
            rig.publish(GROUP, payload, options);
        }
        rig.runEventLoop();
    }
}
