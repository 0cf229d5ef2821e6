package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection that asks for something again and again, and checks the answers. */
final class Caller extends Reader {

    private final Dialect dialect;
    private final Protocol protocol;
    private final String group;
    private final String payload;
    private final byte[] afterNumber;
    /** When each was sent, by its number. */
    private final Map<Long, Long> underWay = new HashMap<>();
    private final ByteBuffer requests = ByteBuffer.allocate(64 * 1024);
    private long number;
    private boolean isReady;
    private int inFlight;
    private Latencies roundTrips = new Latencies();
    private long answered;

    Caller(SocketChannel socket, Dialect dialect, String group, String payload) {
        super(socket, dialect.protocol().subprotocol());
        this.dialect = dialect;
        this.protocol = dialect.protocol();
        this.group = group;
        this.payload = payload;
        this.afterNumber = dialect.afterNumber(payload).getBytes(StandardCharsets.US_ASCII);
    }

    void upgrade(String path, int port) throws IOException {
        write(Handshake.request(protocol.path(path, List.of(group)), port, protocol.subprotocol()));
    }

    boolean isReady() {
        return isReady;
    }

    /** Has so many commands under way from now on, of which 0 ends it. */
    void call(int atOnce, Latencies record) throws IOException {
        inFlight = atOnce;
        roundTrips = record;
        fill();
    }

    boolean isWaiting() {
        return !underWay.isEmpty();
    }

    long answered() {
        return answered;
    }

    /** Reads what there is, and asks for as much again in one write. */
    void readAndCall(ByteBuffer buffer) throws IOException {
        read(buffer);
        fill();
    }

    private void fill() throws IOException {
        while (underWay.size() < inFlight) {
            requests.put(ClientFrames.text(dialect.request(++number, group, payload)));
            underWay.put(number, System.nanoTime());
        }
        write(requests.flip());
        requests.clear();
    }

    @Override
    void upgraded() {
        isReady = !protocol.needsGreeting();
    }

    @Override
    void frame(byte[] beginning, int length) throws IOException {
        if (!isReady) {
            for (String greeting : protocol.greetings(List.of(group), beginning, 0, length)) {
                write(ClientFrames.text(greeting));
            }
            isReady = protocol.isGreeted(beginning, 0, length);
        } else if (dialect.isAnswer(beginning, length)) {
            answered(beginning, length);
        } else {
            answer(protocol, beginning, length);
        }
    }

    private void answered(byte[] frame, int length) {
        int end = dialect.numberAt();
        long ofCommand = 0;
        while (end < length && frame[end] >= '0' && frame[end] <= '9') {
            ofCommand = ofCommand * 10 + frame[end++] - '0';
        }
        Long sent = underWay.remove(ofCommand);
        if (sent == null || !Protocol.startsWith(afterNumber, frame, end, length)) {
            throw new IllegalStateException("A wrong answer: " + new String(frame, 0, length, StandardCharsets.UTF_8));
        }
        roundTrips.add((System.nanoTime() - sent) / 1000);
        answered++;
    }

    @Override
    void closed(int code) {
        throw new IllegalStateException("The server closed a connection with code " + code);
    }
}
