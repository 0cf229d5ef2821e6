package io.quarkiverse.channelbox.micro;

import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.benchmark.server.Note;
import io.quarkiverse.channelbox.benchmark.server.NoteEvents;
import io.quarkiverse.channelbox.runtime.lane.Rig;
import io.quarkiverse.channelbox.runtime.publisher.TypedPublisher;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;

/** What it costs to send by a publisher that the build has generated, and without one. Nobody is in the group. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublisherBenchmark {

    private static final Path GENERATED = Path
            .of("integration-tests/benchmark/target/quarkus-app/quarkus/generated-bytecode.jar");
    private static final SendOptions OPTIONS = SendOptions.defaults().event("noted");

    private final Note note = new Note("ann", "x".repeat(128));
    private String room = "lobby";
    private Rig rig;
    private ChannelBox channelBox;
    private NoteEvents publisher;
    private URLClassLoader generated;

    @Setup
    public void begin() throws Exception {
        rig = new Rig(new SystemTimeSource(), "merge-delay", "0");
        channelBox = rig.channelBox();
        generated = new URLClassLoader(new URL[] { GENERATED.toUri().toURL() }, PublisherBenchmark.class.getClassLoader());
        publisher = (NoteEvents) generated.loadClass(NoteEvents.class.getName() + "_Publisher").getConstructor().newInstance();
        // Not the application's, which there is none of.
        field(TypedPublisher.class, "channelBox").set(field(publisher.getClass(), "sender").get(publisher), channelBox);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @TearDown
    public void end() throws Exception {
        rig.close();
        generated.close();
    }

    @Benchmark
    public Receipt byName() {
        return channelBox.group("commands-" + room).send(note, OPTIONS).await().indefinitely();
    }

    @Benchmark
    public Receipt byPublisher() {
        return publisher.noted(room, note).await().indefinitely();
    }
}
