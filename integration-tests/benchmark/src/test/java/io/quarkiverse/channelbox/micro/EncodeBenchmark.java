package io.quarkiverse.channelbox.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.PayloadEncoder;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** What is done once for a message, however many get it; and what it would cost to compress it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {

    /** A chat message and a document. */
    public record Said(String username, String message) {
    }

    @Param({ "128", "4096" })
    int bytes;

    private final PayloadEncoder encoder = new PayloadEncoder(new ObjectMapper(), List.of());
    private final Deflater fast = new Deflater(1, true);
    private final Deflater normal = new Deflater(6, true);
    private final byte[] compressed = new byte[8192];
    private Said said;
    private EncodedPayload encoded;

    /** How large it is when compressed. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Size {
        public long bytesCompressed;

        @Setup(Level.Iteration)
        public void reset() {
            bytesCompressed = 0;
        }
    }

    @Setup
    public void write() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < bytes - 40; i++) {
            text.append("order ").append(i * 7919L % 10_007).append(i % 3 == 0 ? " was paid, " : " is on its way, ");
        }
        said = new Said("ann", text.substring(0, bytes - 40));
        encoded = json();
    }

    @Benchmark
    public EncodedPayload json() {
        return encoder.encode(said, PayloadType.AUTO, "group");
    }

    @Benchmark
    public EncodedPayload envelope() {
        return EncodedPayload.json(ProtocolFrames.message("chat-lobby", "3kq9x1:42", null, null, encoded.bytes()));
    }

    @Benchmark
    public void deflateLevel1(Size size) {
        size.bytesCompressed = deflate(fast);
    }

    @Benchmark
    public void deflateLevel6(Size size) {
        size.bytesCompressed = deflate(normal);
    }

    private int deflate(Deflater deflater) {
        deflater.reset();
        deflater.setInput(encoded.bytes());
        return deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH);
    }
}
