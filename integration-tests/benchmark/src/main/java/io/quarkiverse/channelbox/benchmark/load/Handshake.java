package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The upgrade to a WebSocket. */
final class Handshake {

    private static final String END = "\r\n\r\n";

    private Handshake() {
    }

    /** @param subprotocol may be {@code null} */
    static ByteBuffer request(String path, int port, String subprotocol) {
        return request(path, port, subprotocol, null);
    }

    /** @param extensions that are offered, may be {@code null} */
    static ByteBuffer request(String path, int port, String subprotocol, String extensions) {
        return ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                + (subprotocol == null ? "" : "\r\nSec-WebSocket-Protocol: " + subprotocol)
                + (extensions == null ? "" : "\r\nSec-WebSocket-Extensions: " + extensions) + END)
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns where the frames begin, 0 if the answer is not all there. */
    static int readAnswer(byte[] bytes, int end, String subprotocol) throws IOException {
        String answer = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        int length = answer.indexOf(END);
        if (length < 0) {
            return 0;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("The upgrade was refused: " + answer.substring(0, answer.indexOf('\r')));
        }
        String headers = answer.substring(0, length + 2).toLowerCase(Locale.ROOT);
        if (subprotocol != null && !headers.contains("\r\nsec-websocket-protocol: " + subprotocol + "\r\n")) {
            throw new IOException("The server does not speak " + subprotocol);
        }
        return length + END.length();
    }
}
