package io.quarkiverse.channelbox.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** What looks like an upgrade and becomes none: it is refused, or the client goes before it can be answered. */
final class HalfUpgrade implements Wire.Owner {

    private static final String UPGRADE = "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==|";
    private static final long MILLIS_TO_STAY = 1_000;
    private static final int ANY = 0;
    private static final List<Attempt> ATTEMPTS = List.of(
            new Attempt(426, "GET", UPGRADE + "Sec-WebSocket-Version: 12||"),
            new Attempt(400, "GET", UPGRADE + "|"),
            new Attempt(405, "POST", UPGRADE + "Sec-WebSocket-Version: 13|Content-Length: 0||"),
            new Attempt(400, "GET", UPGRADE + "Sec-WebSocket-Version: 13|Content-Length: 10||"),
            new Attempt(400, "GET", UPGRADE + "Sec-WebSocket-Version: 13|Transfer-Encoding: chunked||"),
            new Attempt(404, "GET", "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13||"),
            new Attempt(403, "GET", UPGRADE + "Sec-WebSocket-Version: 13|Origin: https://elsewhere.example||"),
            new Attempt(ANY, "GET", UPGRADE + "Sec-WebSocket-Version: 13|"),
            new Attempt(ANY, "GET", UPGRADE + "Sec-WebSocket-Version: 13||"));

    private final Storm storm;
    private final Attempt attempt;
    private final Runnable then;
    private final Wire wire;

    private record Attempt(int status, String method, String headers) {
    }

    /** @param path with a token that has not expired */
    HalfUpgrade(Storm storm, String path, Random random, Runnable then) throws IOException {
        this.storm = storm;
        this.then = then;
        attempt = ATTEMPTS.get(random.nextInt(ATTEMPTS.size()));
        wire = new Wire(storm.loop(), storm.port(), false, this);
        wire.write(attempt.method() + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + storm.port() + "\r\n"
                + attempt.headers().replace("|", "\r\n"));
        if (attempt.status() == ANY) {
            // As soon as it is connected, or somewhere within the upgrade.
            storm.loop().after(random.nextInt(5), this::leave);
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        String head = Frames.head(bytes);
        if (head != null && attempt.status() != ANY) {
            int status = Integer.parseInt(head.split(" ")[1]);
            if (status != attempt.status()) {
                storm.census().violated(attempt + " was answered with " + head);
            }
            // What was refused may stay for a while, and holds no place.
            storm.loop().after(MILLIS_TO_STAY, this::leave);
        }
        bytes.position(bytes.limit());
    }

    private void leave() {
        wire.reset();
        then.run();
    }

    @Override
    public void ended() {
        // The server may have ended TCP after its answer; it leaves in its time.
    }
}
