package io.quarkiverse.channelbox.test;

import static io.quarkiverse.channelbox.testclient.RawFrames.all;
import static io.quarkiverse.channelbox.testclient.RawFrames.hex;
import static io.quarkiverse.channelbox.testclient.RawFrames.masked;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawFrames;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.TextDecodeException;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * Whatever a client sends, the close frame says what was wrong with it, TCP ends, no place is lost, and nothing is an error.
 */
class FrameRulesTest {

    private static final int MAX_MESSAGE = 100_000;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Text.class, Binary.class, Both.class, Objects.class, Handling.class,
                    Push.class, Ticking.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.compression", "true")
            .overrideRuntimeConfigKey("quarkus.channel-box.compression-min-size", "1")
            .overrideRuntimeConfigKey("quarkus.websockets-next.server.max-message-size", "" + MAX_MESSAGE)
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.SEVERE.intValue())
            .assertLogRecords(records -> assertTrue(records.isEmpty(), () -> records.stream()
                    .map(each -> each.getLoggerName() + ": " + each.getMessage() + ' ' + each.getThrown())
                    .collect(Collectors.joining("\n"))));

    @WebSocket(path = "/text")
    @ChannelGroup("text")
    public static class Text {
        @OnTextMessage
        String echo(String text) {
            return text;
        }
    }

    @WebSocket(path = "/binary")
    @ChannelGroup("binary")
    public static class Binary {
        @OnBinaryMessage
        Buffer echo(Buffer data) {
            return data;
        }
    }

    @WebSocket(path = "/both")
    @ChannelGroup(value = "both", join = ChannelGroup.JoinMode.ON_REQUEST)
    public static class Both extends Text {
        @OnBinaryMessage
        Buffer binary(Buffer data) {
            return data;
        }
    }

    @WebSocket(path = "/push")
    @ChannelGroup("push")
    public static class Push {
        @OnOpen
        String hello() {
            return "hello";
        }
    }

    @WebSocket(path = "/ticking")
    @ChannelGroup("ticking")
    public static class Ticking {
        @OnTextMessage
        Multi<String> ticks(String text) {
            return Multi.createFrom().ticks().every(Duration.ofMillis(5)).map(tick -> text + tick);
        }
    }

    public record Point(int x, int y) {
    }

    @WebSocket(path = "/objects")
    @ChannelGroup("objects")
    public static class Objects {
        @OnTextMessage
        Point turn(Point point) {
            return new Point(point.y(), point.x());
        }
    }

    @WebSocket(path = "/handling")
    @ChannelGroup("handling")
    public static class Handling {
        @OnTextMessage
        Point turn(Point point) {
            return point;
        }

        @OnError
        String wrong(TextDecodeException e) {
            return "wrong";
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void nothingIsLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrongIsSaid() {
        Map<String, byte[]> protocol = new LinkedHashMap<>();
        protocol.put("reserved opcode", masked(0x83, ""));
        protocol.put("reserved control opcode", masked(0x8B, ""));
        protocol.put("reserved bit 1 of a control frame", masked(0xC9, "x"));
        protocol.put("reserved bit 2", masked(0xA1, "x"));
        protocol.put("reserved bit 3 of a close frame", masked(0x98, hex("03e8")));
        protocol.put("fragmented control frame", masked(0x09, "x"));
        protocol.put("long control frame", masked(0x89, "x".repeat(126)));
        protocol.put("continuation of nothing", masked(0x80, "x"));
        protocol.put("message in a message", all(masked(0x01, "x"), masked(0x81, "x")));
        protocol.put("not masked", hex("8101 78"));
        protocol.put("length not minimal", hex("81fe 0001 01020304 79"));
        protocol.put("close frame of one byte", masked(0x88, "x"));
        for (int code : new int[] { 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535 }) {
            protocol.put("close code " + code, masked(0x88, new byte[] { (byte) (code >> 8), (byte) code }));
        }
        Map<String, byte[]> data = new LinkedHashMap<>();
        data.put("lone continuation byte", masked(0x81, hex("80")));
        data.put("surrogate", masked(0x81, hex("eda080")));
        data.put("overlong", masked(0x81, hex("c0af")));
        data.put("beyond the last code point", masked(0x81, hex("f4908080")));
        data.put("cut off", masked(0x81, hex("61c3")));
        data.put("cut off at the end of fragments", all(masked(0x01, hex("c3")), masked(0x89, ""), masked(0x80, "")));
        data.put("wrong in a later fragment", all(masked(0x01, hex("c3")), masked(0x00, hex("a4")), masked(0x80, hex("ff"))));
        data.put("close reason", masked(0x88, hex("03e8ff")));
        Map<String, byte[]> size = new LinkedHashMap<>();
        size.put("frame", masked(0x81, "x".repeat(65_537)));
        size.put("huge frame of which little comes", hex("81ff 7fffffffffffffff 01020304"));
        size.put("fragments", all(masked(0x01, "x".repeat(60_000)), masked(0x80, "x".repeat(40_001))));
        return Stream.of(wrong("/both", 1002, protocol), wrong("/both", 1007, data), wrong("/both", 1009, size),
                wrong("/text", 1003, Map.of("binary", masked(0x82, "x"), "fragment of binary", masked(0x02, "x"))),
                wrong("/binary", 1003, Map.of("text", masked(0x81, "x")))).flatMap(tests -> tests);
    }

    private Stream<DynamicTest> wrong(String path, int code, Map<String, byte[]> frames) {
        return frames.entrySet().stream().map(each -> dynamicTest(code + " " + each.getKey(), () -> {
            try (Socket socket = RawWebSocket.open(base, path)) {
                // What was right is answered, and what comes after is not.
                socket.getOutputStream().write(all(each.getValue(), masked(0x81, "later")));
                assertEquals(OptionalInt.of(code), RawFrames.readToClose(socket.getInputStream()));
            }
        }));
    }

    @Test
    void thoseOfTheSubprotocolAreToldToo() throws Exception {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            RawWebSocket.upgrade(socket, base, "/binary", "Sec-WebSocket-Protocol: channelbox.v1");
            socket.getOutputStream().write(all(masked(0x81, "{\"channelbox\":\"leave\",\"ref\":1,\"group\":\"binary\"}"),
                    masked(0x82, "right"), masked(0x81, "wrong")));
            assertEquals(OptionalInt.of(1003), RawFrames.readToClose(socket.getInputStream()));
        }
    }

    @Test
    void whatIsRightIsTaken() throws Exception {
        try (Socket socket = RawWebSocket.open(base, "/both")) {
            String text = "\u00e4\u20ac\ud83d\ude00 and a lot of ascii";
            byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            List<byte[]> frames = new ArrayList<>(List.of(masked(0x01, "")));
            for (byte each : utf8) {
                frames.add(masked(0x00, new byte[] { each }));
                frames.add(masked(0x00, ""));
            }
            frames.add(masked(0x80, ""));
            frames.add(masked(0x01, ""));
            frames.add(masked(0x80, ""));
            frames.add(masked(0x02, ""));
            frames.add(masked(0x80, hex("ff")));
            frames.add(masked(0x81, "x".repeat(65_536)));
            socket.getOutputStream().write(all(frames.toArray(byte[][]::new)));
            assertEquals(text, RawFrames.read(socket.getInputStream()).text());
            assertEquals("", RawFrames.read(socket.getInputStream()).text());
            assertEquals(1, RawFrames.read(socket.getInputStream()).payload().length);
            assertEquals(65_536, RawFrames.read(socket.getInputStream()).payload().length);
            socket.getOutputStream().write(masked(0x88, hex("1387 c3a4")));
            assertEquals(OptionalInt.of(4999), RawFrames.readToClose(socket.getInputStream()));
        }
    }

    /** Who does not read its close frame, and goes on to send, is cut off. */
    @Test
    void whoGoesOnIsCutOff() throws Exception {
        try (Socket socket = RawWebSocket.openNarrow(base, "/text")) {
            socket.getOutputStream().write(masked(0x82, "wrong"));
            byte[] more = masked(0x82, "x".repeat(10_000));
            await().until(() -> {
                try {
                    socket.getOutputStream().write(more);
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void anEndpointThatOnlyPushesIgnoresWhatComes() throws Exception {
        try (Socket socket = RawWebSocket.open(base, "/push")) {
            assertEquals("hello", RawFrames.read(socket.getInputStream()).text());
            socket.getOutputStream().write(all(masked(0x81, "x"), masked(0x82, "x"), masked(0x89, "ping")));
            assertEquals("ping", RawFrames.read(socket.getInputStream()).text());
        }
    }

    /** TCP is reset, idle or while it is written to. */
    @Test
    void whoBreaksIsNoError() throws Exception {
        AtomicInteger open = new AtomicInteger();
        for (int i = 0; i < 30; i++) {
            try (Socket socket = RawWebSocket.open(base, i % 3 == 0 ? "/ticking" : "/text")) {
                for (int sent = 0; sent < i % 3 * 10; sent++) {
                    socket.getOutputStream().write(masked(0x81, "x".repeat(60_000)));
                }
                if (i % 3 == 0) {
                    socket.getOutputStream().write(masked(0x81, "x"));
                    RawFrames.read(socket.getInputStream());
                }
                socket.setSoLinger(true, 0);
                open.incrementAndGet();
            }
        }
        assertEquals(30, open.get());
    }

    @Test
    void whatCannotBeDecodedIsLeftOut() throws Exception {
        try (LogLines lines = new LogLines("io.quarkiverse.channelbox.operator");
                WsClient plain = WsClient.open(base, "/objects");
                ProtocolClient told = ProtocolClient.open(base, "/objects")) {
            plain.send("{\"x\":1,");
            plain.send("no JSON\r\n");
            plain.send("{\"x\":\"one\"}");
            plain.send("{\"x\":1,\"y\":2}");
            assertEquals("{\"x\":2,\"y\":1}", plain.next());
            assertTrue(lines.with("what its method cannot be given").size() <= 1, lines.all()::toString);
            told.send("{\"x\":1,");
            await().until(() -> told.next().toString().contains("\"code\":400"));
        }
    }

    @Test
    void theApplicationsOwnHandlerComesFirst() {
        try (WsClient client = WsClient.open(base, "/handling")) {
            client.send("no JSON");
            assertEquals("wrong", client.next());
        }
    }

    private static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(payload);
        byte[] out = new byte[payload.length + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    private Socket openDeflating(String path, String... parameters) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(20_000);
        String answer = RawWebSocket.upgrade(socket, base, path,
                "Sec-WebSocket-Extensions: permessage-deflate" + String.join("", parameters));
        assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("sec-websocket-extensions: permessage-deflate"), answer);
        return socket;
    }

    @Test
    void aBombIsNotInflated() throws Exception {
        byte[] bomb = deflated(new byte[60_000_000]);
        for (int i = 0; i < 100; i++) {
            try (Socket socket = openDeflating("/both")) {
                socket.getOutputStream().write(masked(0xC2, bomb));
                assertEquals(OptionalInt.of(1009), RawFrames.readToClose(socket.getInputStream()));
            }
        }
    }

    @Test
    void whatIsCompressedIsHeldToTheSameRules() throws Exception {
        Map<byte[], Integer> codes = new LinkedHashMap<>();
        byte[] large = deflated(new byte[MAX_MESSAGE + 1]);
        codes.put(all(masked(0x42, Arrays.copyOf(large, 50)), masked(0x80, Arrays.copyOfRange(large, 50, large.length))), 1009);
        codes.put(masked(0xC1, deflated(hex("ff"))), 1007);
        codes.put(masked(0xC1, hex("ffffffff")), 1007);
        codes.put(masked(0xE1, deflated(hex("61"))), 1002);
        codes.put(all(masked(0x41, hex("")), masked(0xC0, hex(""))), 1002);
        for (Map.Entry<byte[], Integer> each : codes.entrySet()) {
            try (Socket socket = openDeflating("/both")) {
                socket.getOutputStream().write(each.getKey());
                assertEquals(OptionalInt.of(each.getValue()), RawFrames.readToClose(socket.getInputStream()));
            }
        }
        for (String parameters : List.of("", "; client_no_context_takeover; server_no_context_takeover")) {
            try (Socket socket = openDeflating("/both", parameters)) {
                byte[] message = deflated("again and again".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                for (int i = 0; i < 3; i++) {
                    socket.getOutputStream().write(all(masked(0x41, Arrays.copyOf(message, 5)),
                            masked(0x80, Arrays.copyOfRange(message, 5, message.length)), masked(0x81, "plain")));
                    assertEquals(0xC1, RawFrames.read(socket.getInputStream()).first());
                    assertEquals(0xC1, RawFrames.read(socket.getInputStream()).first());
                }
            }
        }
    }
}
