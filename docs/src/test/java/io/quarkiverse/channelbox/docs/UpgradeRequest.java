package io.quarkiverse.channelbox.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An upgrade as a proxy would send it, with any headers, which the JDK's client does not allow. */
final class UpgradeRequest {

    private UpgradeRequest() {
    }

    /** The status of the answer. The headers are written as they are, a {@code Host} must be among them. */
    static int status(URI base, String path, String... headers) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            return status(socket, path, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int status(Socket socket, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        Arrays.stream(headers).forEach(header -> request.append(header).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        return Integer.parseInt(line.split(" ")[1]);
    }
}
