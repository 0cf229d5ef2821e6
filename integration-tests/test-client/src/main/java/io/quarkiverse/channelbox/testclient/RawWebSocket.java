package io.quarkiverse.channelbox.testclient;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket without a client: whoever holds the socket reads and answers nothing by itself. */
public final class RawWebSocket {

    /** Of the receive buffer of a client that the system takes little for while it does not read. */
    static final int NARROW_BYTES = 8 * 1024;
    private static final int PATIENCE_MILLIS = 20_000;

    private RawWebSocket() {
    }

    /** The socket, after the upgrade: the next bytes are those of the first frame. */
    public static Socket open(URI base, String path) throws IOException {
        return open(new Socket(), base, path);
    }

    /** One that the system takes little for while it is not read. */
    public static Socket openNarrow(URI base, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(NARROW_BYTES);
        return open(socket, base, path);
    }

    private static Socket open(Socket socket, URI base, String path) throws IOException {
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        socket.setSoTimeout(PATIENCE_MILLIS);
        upgrade(socket, base, path);
        return socket;
    }

    /**
     * Upgrades a connection.
     *
     * @param headers of the request, as they are sent
     * @return the answer
     */
    public static String upgrade(Socket socket, URI base, String path, String... headers) throws IOException {
        List<String> request = new ArrayList<>(List.of("GET " + path + " HTTP/1.1", "Host: " + base.getAuthority()));
        request.addAll(RawHttp.UPGRADE);
        request.addAll(List.of(headers));
        socket.getOutputStream().write((String.join("\r\n", request) + "\r\n\r\n").getBytes(US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("The upgrade was not answered: " + answer);
            }
            answer.append((char) next);
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("The upgrade was refused: " + answer);
        }
        return answer.toString();
    }

    /** Sends an empty, masked ping. */
    public static void ping(Socket socket) throws IOException {
        socket.getOutputStream().write(new byte[] { (byte) 0x89, (byte) 0x80, 0, 0, 0, 0 });
    }
}
