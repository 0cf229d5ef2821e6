package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.channelbox.testclient.RawFrames;

/** Groups that come and go, and members that do. */
final class Names {

    private static final String V1 = "Sec-WebSocket-Protocol: channelbox.v1";
    private static final int TEXT = 0x81;
    private static final int CLIENTS = 4;
    private static final int JOINS_EACH = 5_000;
    private static final int MEMBERS = 900;

    private Names() {
    }

    static List<Attack> all() {
        return List.of(new Attack("20,000 names of groups", Names::join), new Attack("presence of 900 members", Names::storm));
    }

    private static void join(Attackers attackers) {
        AtomicInteger number = new AtomicInteger();
        attackers.begin(CLIENTS, () -> {
            Socket socket = attackers.openUnread("/ws/rooms", V1);
            try {
                for (int i = 0; i < JOINS_EACH; i++) {
                    String group = "\"ref\":1,\"group\":\"chat-name-" + number.incrementAndGet() + "\"}";
                    socket.getOutputStream().write(RawFrames.all(
                            RawFrames.masked(TEXT, "{\"channelbox\":\"join\"," + group),
                            RawFrames.masked(TEXT, "{\"channelbox\":\"leave\"," + group)));
                }
            } finally {
                attackers.drop(socket);
            }
        });
    }

    private static void storm(Attackers attackers) throws IOException {
        Drain drain = new Drain();
        for (int i = 0; i < MEMBERS; i++) {
            SocketChannel member = attackers.openChannel("/ws/chat/storm?name=member", V1);
            drain.add(member);
        }
        attackers.begin(1, () -> drain.run(attackers));
        attackers.begin(1, () -> attackers.drop(attackers.open("/ws/chat/storm?name=restless", V1)));
    }
}
