package io.quarkiverse.channelbox.testclient;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

/**
 * A client of the subprotocol {@code channelbox.v1}: each frame that it reads has to be as the documented schema says. It
 * reads when it is asked to, with the thread that asks.
 */
public final class ProtocolClient implements AutoCloseable {

    public static final String SUBPROTOCOL = "channelbox.v1";

    /** The server has closed the connection, and said why. */
    public static final class ClosedException extends IOException {

        private static final long serialVersionUID = 1L;

        ClosedException(int code) {
            super("Closed with " + code);
        }
    }

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    private final Socket socket;
    private final DataInputStream in;
    private final List<JsonNode> presence = new ArrayList<>();

    private ProtocolClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** @param headers of the request, as they are sent */
    public static ProtocolClient open(URI base, String path, String... headers) {
        try {
            return tryToOpen(base, path, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException if there is no connection, or the upgrade is refused */
    public static ProtocolClient tryToOpen(URI base, String path, String... headers) throws IOException {
        return upgrade(new Socket(), base, path, headers);
    }

    /** A client that the system takes little for while it does not read. */
    public static ProtocolClient openNarrow(URI base, String path) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(RawWebSocket.NARROW_BYTES);
            return upgrade(socket, base, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProtocolClient upgrade(Socket socket, URI base, String path, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Sec-WebSocket-Protocol: " + SUBPROTOCOL);
        try {
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String answer = RawWebSocket.upgrade(socket, base, path, all.toArray(String[]::new));
            if (!answer.toLowerCase(Locale.ROOT).contains("sec-websocket-protocol: " + SUBPROTOCOL + "\r\n")) {
                throw new AssertionError("The server did not agree to the subprotocol: " + answer);
            }
            return new ProtocolClient(socket);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private static JsonSchema schema() {
        try (InputStream in = ProtocolClient.class.getResourceAsStream("/channelbox.v1.schema.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame of any kind; waits for it. */
    public JsonNode nextFrame() {
        return parse(nextText());
    }

    /** The next text message, whatever it is; waits for it. */
    public String nextText() {
        try {
            return tryNextText();
        } catch (IOException e) {
            throw new AssertionError("No message came", e);
        }
    }

    /** @throws IOException if the connection ends before one comes */
    public String tryNextText() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            switch (first) {
                case FIN | TEXT -> {
                    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
                }
                case FIN | PING -> send(PONG, payload);
                case FIN | CLOSE -> throw new ClosedException(ByteBuffer.wrap(payload).getShort());
                default -> throw new AssertionError("A frame that begins with the byte " + first);
            }
        }
    }

    /** Whether nothing has come that was not read. */
    public boolean isEmpty() throws IOException {
        return in.available() == 0;
    }

    public void send(String text) {
        try {
            send(TEXT, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mask is zero, which leaves the payload as it is. */
    private void send(int opcode, byte[] payload) throws IOException {
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) (FIN | opcode);
        frame[1] = (byte) (MASKED | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        socket.getOutputStream().write(frame);
    }

    /** The next frame that is not about presence; waits for it. */
    public JsonNode next() {
        for (JsonNode frame = nextFrame();; frame = nextFrame()) {
            if (!isPresence(frame)) {
                return frame;
            }
            presence.add(frame);
        }
    }

    public List<JsonNode> next(int count) {
        List<JsonNode> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(next());
        }
        return frames;
    }

    /** The next frame that is about presence, also if it came before others that were read; waits for it. */
    public JsonNode nextPresence() {
        if (!presence.isEmpty()) {
            return presence.remove(0);
        }
        for (JsonNode frame = nextFrame();; frame = nextFrame()) {
            if (isPresence(frame)) {
                return frame;
            }
        }
    }

    private static boolean isPresence(JsonNode frame) {
        return frame.get("type").asText().equals("presence");
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode frame = MAPPER.readTree(text);
            Set<ValidationMessage> problems = SCHEMA.validate(frame);
            if (!problems.isEmpty()) {
                throw new AssertionError(problems + " in " + text);
            }
            return frame;
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    /** Breaks the connection. */
    public void abort() throws IOException {
        socket.close();
    }

    /** Says goodbye, and does not wait for the answer. */
    @Override
    public void close() {
        try (socket) {
            send(CLOSE, new byte[] { 0x03, (byte) 0xE8 });
        } catch (IOException e) {
            // It is closed already.
        }
    }
}
