package io.quarkiverse.channelbox.testclient;

import java.io.BufferedInputStream;
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
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

/**
 * A client of the subprotocol {@code channelbox.v1}: each frame that it reads, and each command that it sends, has to be as the
 * documented schema says. It reads when it is asked to, with the thread that asks. The first frame, {@code hello}, is read when
 * it opens.
 */
public final class ProtocolClient implements AutoCloseable {

    public static final String SUBPROTOCOL = "channelbox.v1";

    /** The server has closed the connection, and said why. */
    public static final class ClosedException extends IOException {

        private static final long serialVersionUID = 1L;

        /** @param code -1 for none */
        ClosedException(int code) {
            super("Closed with " + code);
        }
    }

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int FIN = 0x80;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    private final Socket socket;
    private final InputStream in;
    private final List<JsonNode> presence = new ArrayList<>();
    private JsonNode hello;
    private long refs;

    private ProtocolClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
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
            ProtocolClient client = new ProtocolClient(socket);
            client.hello = parse(client.tryNextText());
            if (!client.hello.get("type").asText().equals("hello")) {
                throw new AssertionError("The first frame is " + client.hello);
            }
            return client;
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

    /** The id of the connection. */
    public String id() {
        return hello.get("connection").asText();
    }

    /** In milliseconds. */
    public long heartbeat() {
        return hello.get("heartbeat").asLong();
    }

    /** The next frame of any kind but pings, which it answers; waits for it. */
    public JsonNode nextFrame() {
        for (JsonNode frame = parse(nextText());; frame = parse(nextText())) {
            if (!frame.get("type").asText().equals("ping")) {
                return frame;
            }
            command("pong");
        }
    }

    /**
     * Sends a command.
     *
     * @param members names and values in turn; a value is a String, a Long or a JsonNode
     */
    public void command(String name, Object... members) {
        ObjectNode command = MAPPER.createObjectNode().put("channelbox", name);
        for (int i = 0; i < members.length; i += 2) {
            command.putPOJO((String) members[i], members[i + 1]);
        }
        try {
            String text = MAPPER.writeValueAsString(command);
            validate(MAPPER.readTree(text), text);
            send(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Sends a command with a new {@code ref}, which it returns. */
    public long ask(String name, Object... members) {
        List<Object> all = new ArrayList<>(List.of("ref", ++refs));
        all.addAll(List.of(members));
        command(name, all.toArray());
        return refs;
    }

    /** The next frame that answers a command; what comes before it is lost. */
    public JsonNode answerTo(long ref) {
        for (JsonNode frame = nextFrame();; frame = nextFrame()) {
            if (frame.path("ref").asLong(-1) == ref) {
                return frame;
            }
        }
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
            RawFrames.Frame frame = RawFrames.read(in);
            switch (frame.first()) {
                case FIN | TEXT -> {
                    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame.payload())).toString();
                }
                case FIN | PING -> send(PONG, frame.payload());
                case FIN | CLOSE -> throw new ClosedException(frame.closeCode());
                default -> throw new AssertionError("A frame that begins with the byte " + frame.first());
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

    private void send(int opcode, byte[] payload) throws IOException {
        socket.getOutputStream().write(RawFrames.masked(FIN | opcode, payload));
    }

    /** Sends a text message in several frames. */
    public void sendInParts(String... parts) {
        try {
            for (int i = 0; i < parts.length; i++) {
                int first = (i == parts.length - 1 ? FIN : 0) | (i == 0 ? TEXT : 0);
                socket.getOutputStream().write(RawFrames.masked(first, parts[i]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            validate(frame, text);
            return frame;
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    /** @throws AssertionError if the documented schema does not allow the frame; {@code text} tells where it is from */
    public static void validate(JsonNode frame, String text) {
        Set<ValidationMessage> problems = SCHEMA.validate(frame);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems + " in " + text);
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
