package io.quarkiverse.channelbox.testclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** HTTP requests as a browser or a proxy sends them, with any headers, one after the other over one TCP connection. */
public final class RawHttp implements AutoCloseable {

    /** What a browser sends for a WebSocket. */
    static final List<String> UPGRADE = List.of("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
    private static final int PATIENCE_MILLIS = 20_000;

    private final URI base;
    private final Socket socket;

    /**
     * An answer.
     *
     * @param headers as they came
     */
    public record Answer(int status, List<String> headers, String body) {

        /** The values of a header, in their order. */
        public List<String> all(String header) {
            return headers.stream().filter(line -> line.regionMatches(true, 0, header + ":", 0, header.length() + 1))
                    .map(line -> line.substring(header.length() + 1).trim()).toList();
        }

        /** The only value of a header, or {@code null} for none. */
        public String header(String header) {
            List<String> all = all(header);
            if (all.size() > 1) {
                throw new AssertionError(header + " is there more than once: " + headers);
            }
            return all.isEmpty() ? null : all.get(0);
        }
    }

    public RawHttp(URI base) {
        try {
            this.base = base;
            this.socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request over a connection of its own. */
    public static Answer send(URI base, String method, String path, String... headers) {
        try (RawHttp http = new RawHttp(base)) {
            return http.request(method, path, "", headers);
        }
    }

    /** Asks for a WebSocket. */
    public static Answer upgrade(URI base, String path, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(UPGRADE);
        return send(base, "GET", path, all.toArray(String[]::new));
    }

    /** @param headers as they are sent; without a {@code Host} it is that of the address */
    public Answer request(String method, String path, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (List.of(headers).stream().noneMatch(line -> line.startsWith("Host:"))) {
            request.append("Host: ").append(base.getAuthority()).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!method.equals("GET")) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        try {
            socket.getOutputStream().write(request.append("\r\n").append(body).toString().getBytes(ISO_8859_1));
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        List<String> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        Answer head = new Answer(status, List.copyOf(headers), "");
        String length = head.header("Content-Length");
        return length == null ? head
                : new Answer(status, head.headers(), new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The connection ended after: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
