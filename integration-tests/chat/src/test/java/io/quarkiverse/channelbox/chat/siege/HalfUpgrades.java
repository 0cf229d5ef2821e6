package io.quarkiverse.channelbox.chat.siege;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What looks like an upgrade and does not become one, by the thousand; TCP stays open. */
final class HalfUpgrades {

    private static final int CLIENTS = 8;
    private static final int OPEN_EACH = 250;
    /** How fast TCP connections come is a matter of the server, and of what is before it. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SLOW_EACH = 60;
    private static final String HEAD = "GET /ws/chat/half HTTP/1.1\r\nHost: localhost\r\n";
    private static final String KEY = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final List<byte[]> REQUESTS = List.of(
            bytes(HEAD + KEY + "Sec-WebSocket-Version: 12\r\n\r\n"),
            bytes(HEAD + KEY + "\r\n"),
            bytes(HEAD + "Connection: Upgrade\r\n" + VERSION + "Sec-WebSocket-Key: AA==\r\n\r\n"),
            bytes(HEAD + KEY + VERSION + "Content-Length: 100000\r\n\r\n"),
            bytes(HEAD + KEY + VERSION + "Transfer-Encoding: chunked\r\n\r\n7\r\n"),
            bytes(HEAD + KEY + VERSION),
            bytes(HEAD + KEY + VERSION + "X: " + "x".repeat(15_000)),
            bytes(HEAD + KEY + VERSION + "\r\n"),
            bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            bytes("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003" + "\u00aa".repeat(500)),
            bytes("GET"), new byte[0]);

    private HalfUpgrades() {
    }

    static List<Attack> all() {
        return List.of(new Attack("half upgrades", attackers -> attackers.begin(CLIENTS, () -> pile(attackers))),
                new Attack("upgrades of a byte a second", attackers -> attackers.begin(CLIENTS, () -> dribble(attackers))));
    }

    private static byte[] bytes(String request) {
        return request.getBytes(ISO_8859_1);
    }

    /** Each new one takes the place of the oldest. */
    private static void pile(Attackers attackers) throws IOException {
        Queue<Socket> open = new ArrayDeque<>();
        try {
            while (!attackers.isOver()) {
                Socket socket = attackers.connect();
                open.add(socket);
                socket.getOutputStream().write(REQUESTS.get(ThreadLocalRandom.current().nextInt(REQUESTS.size())));
                if (open.size() > OPEN_EACH) {
                    attackers.drop(open.remove());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } finally {
            open.forEach(attackers::drop);
        }
    }

    private static void dribble(Attackers attackers) throws IOException {
        byte[] request = bytes(HEAD + KEY + VERSION + "X: " + "x".repeat(10_000));
        Socket[] sockets = new Socket[SLOW_EACH];
        for (int i = 0; i < SLOW_EACH; i++) {
            sockets[i] = attackers.connect();
        }
        for (byte each : request) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write(each);
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }
}
