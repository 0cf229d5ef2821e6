package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Members of one group that send it JSON documents, a number of them on their way at any time, and may be compressed. */
public final class DocumentLoad implements AutoCloseable {

    private static final int DOCUMENTS = 64;

    private final Selector selector = Selector.open();
    private final List<CountingMember> members = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final int inFlight;
    private final Received all = new Received();
    private long sent;

    /** @param bytes of a document */
    public DocumentLoad(int port, String path, int count, boolean compresses, int bytes, int inFlight) throws IOException {
        this.inFlight = inFlight;
        for (int i = 0; i < count; i++) {
            CountingMember member = CountingMember.open(port, path, compresses);
            member.socket().register(selector, SelectionKey.OP_READ, member);
            members.add(member);
        }
        Random random = new Random(bytes);
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(document(bytes, random));
        }
    }

    /** Orders, as an application would list them. */
    private static String document(int bytes, Random random) {
        String[] states = { "PAID", "SHIPPED", "OPEN", "CANCELLED" };
        StringBuilder json = new StringBuilder("{\"orders\":[");
        while (json.length() < bytes) {
            json.append("{\"id\":").append(random.nextInt(1_000_000)).append(",\"customer\":\"customer-")
                    .append(random.nextInt(10_000)).append("\",\"state\":\"").append(states[random.nextInt(states.length)])
                    .append("\",\"total\":").append(random.nextInt(100_000) / 100.0).append(",\"items\":")
                    .append(random.nextInt(20)).append("},");
        }
        return json.substring(0, bytes - 4) + "\"}]}";
    }

    /** Sends and reads for some time; returns what came in it. */
    public Received run(int seconds) throws IOException {
        Received before = new Received();
        before.messages = all.messages;
        before.compressed = all.compressed;
        before.bytes = all.bytes;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            while (sent - all.messages / members.size() < inFlight) {
                send();
            }
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                ((CountingMember) key.attachment()).read(buffer, all);
            }
            selector.selectedKeys().clear();
        }
        Received received = new Received();
        received.messages = all.messages - before.messages;
        received.compressed = all.compressed - before.compressed;
        received.bytes = all.bytes - before.bytes;
        return received;
    }

    private void send() throws IOException {
        ByteBuffer frame = ClientFrames.text(documents.get((int) (sent % DOCUMENTS)));
        CountingMember sender = members.get((int) (sent % members.size()));
        while (frame.hasRemaining()) {
            sender.socket().write(frame);
        }
        sent++;
    }

    @Override
    public void close() throws IOException {
        for (CountingMember member : members) {
            member.socket().close();
        }
        selector.close();
    }
}
