package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.channelbox.testclient.RawFrames;
import io.quarkiverse.channelbox.testclient.RawWebSocket;

/** A client that behaves: it says something now and then, and hears it as a member of its group. */
final class Witness implements AutoCloseable {

    private static final Pattern SAID = Pattern.compile("\"message\":\"(\\d+)\"");
    private static final int TEXT = 0x81;
    private static final int CLOSE = 8;

    private final Socket socket;
    private final Latencies latencies;
    /** When what was said and not heard had to be said. */
    private final Map<Long, Long> unheard = new ConcurrentHashMap<>();
    private volatile String end;
    private volatile boolean isClosed;

    Witness(URI base, String group, Latencies latencies) throws IOException {
        this.latencies = latencies;
        this.socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        RawWebSocket.upgrade(socket, base, "/ws/chat/" + group, "Sec-WebSocket-Protocol: channelbox.v1");
        Thread reader = new Thread(this::hear, group);
        reader.setDaemon(true);
        reader.start();
    }

    /** @param due {@link System#nanoTime()} when it had to be said */
    void say(long number, long due) throws IOException {
        unheard.put(number, due);
        socket.getOutputStream()
                .write(RawFrames.masked(TEXT, "{\"username\":\"witness\",\"message\":\"" + number + "\"}"));
    }

    private void hear() {
        try {
            while (end == null) {
                RawFrames.Frame frame = RawFrames.read(socket.getInputStream());
                Matcher said = SAID.matcher(frame.text());
                if (frame.opcode() == CLOSE) {
                    end = "closed with " + frame.closeCode();
                } else if (said.find()) {
                    Long due = unheard.remove(Long.valueOf(said.group(1)));
                    if (due != null) {
                        latencies.add(System.nanoTime() - due);
                    }
                }
            }
        } catch (IOException e) {
            end = isClosed ? "closed" : e.toString();
        }
    }

    /** Whether it has heard all that it said. */
    boolean hasHeardAll() {
        if (end != null) {
            throw new AssertionError("A witness was cut off: " + end);
        }
        return unheard.isEmpty();
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        socket.close();
    }
}
