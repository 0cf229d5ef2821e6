package io.quarkiverse.channelbox.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.testclient.Browsers;
import io.quarkiverse.channelbox.testclient.RawFrames;
import io.quarkiverse.channelbox.testclient.RawFrames.Frame;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** Who has agreed to permessage-deflate gets messages that were compressed once for all, each readable by itself. */
class SharedCompressionTest {

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final int COMPRESSED_TEXT = 0xC1;
    private static final int COMPRESSED_BINARY = 0xC2;
    private static final int PLAIN_TEXT = 0x81;
    private static final int PLAIN_BINARY = 0x82;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Invited.class, Reader.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.compression", "true")
            .overrideRuntimeConfigKey("quarkus.channel-box.replay", "10")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        String own(String text, WebSocketConnection connection) {
            return text.equals("id") ? connection.id() : text.equals("parts") ? noise(300_000) : text.repeat(500);
        }
    }

    /** Of WebSockets Next, whose negotiation does not say that each message can be read by itself. */
    @WebSocket(path = "/invited")
    public static class Invited {
        @Inject
        ChannelBox channelBox;

        @OnOpen
        void open(WebSocketConnection connection) {
            channelBox.group("room-invited").join(connection);
        }
    }

    /** A client that inflates each message with an inflater of its own. */
    static final class Reader implements AutoCloseable {
        private final Socket socket;
        private final String answer;
        /** The first byte of each frame of the last message, and how many bytes it had. */
        private List<Integer> firsts;
        private int size;

        Reader(URI base, String path, String... headers) throws IOException {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(20_000);
            answer = RawWebSocket.upgrade(socket, base, path, headers).toLowerCase(Locale.ROOT);
        }

        byte[] next() throws IOException, DataFormatException {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            Frame frame = RawFrames.read(socket.getInputStream());
            int first = frame.first();
            firsts = new ArrayList<>(List.of(first));
            payload.writeBytes(frame.payload());
            while ((frame.first() & 0x80) == 0) {
                frame = RawFrames.read(socket.getInputStream());
                firsts.add(frame.first());
                payload.writeBytes(frame.payload());
            }
            size = payload.size();
            return (first & 0x40) == 0 ? payload.toByteArray() : inflate(payload);
        }

        private static byte[] inflate(ByteArrayOutputStream compressed) throws DataFormatException {
            compressed.writeBytes(RawFrames.hex("0000ffff"));
            Inflater inflater = new Inflater(true);
            inflater.setInput(compressed.toByteArray());
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] out = new byte[65_536];
            for (int count = inflater.inflate(out); count > 0; count = inflater.inflate(out)) {
                all.write(out, 0, count);
            }
            inflater.end();
            return all.toByteArray();
        }

        void expect(int first, String text) throws IOException, DataFormatException {
            assertEquals(text, new String(next(), UTF_8));
            assertEquals(List.of(first), firsts);
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(RawFrames.masked(PLAIN_TEXT, text));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().values().stream().allMatch(group -> group.channels() == 0));
    }

    /** What comes before a new member has got what is its own comes with that, plain. */
    private void areLive(int members, String group) {
        await().until(() -> {
            var channels = channelBox.group(group).local().channels();
            return channels.size() == members && channels.stream().noneMatch(each -> ((Member) each).isCatchingUp());
        });
    }

    private static String large(int i) {
        return "{\"n\":" + i + ",\"text\":\"" + "all the same, ".repeat(300) + "\"}";
    }

    /** What becomes a quarter smaller. */
    static String noise(int length) {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder(length);
        random.ints(length, ' ', ' ' + 64).forEach(text::appendCodePoint);
        return text.toString();
    }

    @Test
    void isAgreedOnIfItIsOffered() throws Exception {
        try (Reader offers = new Reader(base, "/room/0", OFFER); Reader doesNot = new Reader(base, "/room/0")) {
            assertTrue(offers.answer.contains("permessage-deflate; server_no_context_takeover\r\n"), offers.answer);
            assertFalse(doesNot.answer.contains("extensions"), doesNot.answer);
        }
    }

    @Test
    void allGetTheSame() throws Exception {
        Group group = channelBox.group("room-1");
        try (Reader one = new Reader(base, "/room/1", OFFER);
                Reader two = new Reader(base, "/room/1", OFFER);
                WsClient plain = WsClient.open(base, "/room/1")) {
            areLive(3, "room-1");
            for (int i = 0; i < 3; i++) {
                assertEquals(3, group.sendAndAwait(large(i)).deliveredHere());
                group.sendAndAwait("small");
                assertEquals(large(i), plain.next());
                assertEquals("small", plain.next());
                for (Reader each : List.of(one, two)) {
                    each.expect(COMPRESSED_TEXT, large(i));
                    assertTrue(each.size < 200, () -> "" + each.size);
                    each.expect(PLAIN_TEXT, "small");
                }
            }
            byte[] zeros = new byte[5000];
            byte[] random = new byte[5000];
            new Random(1).nextBytes(random);
            group.sendAndAwait(zeros);
            group.sendAndAwait(random);
            assertArrayEquals(zeros, one.next());
            assertEquals(List.of(COMPRESSED_BINARY), one.firsts);
            assertArrayEquals(random, one.next());
            assertEquals(List.of(PLAIN_BINARY), one.firsts);
            assertArrayEquals(zeros, plain.nextBytes());
            assertArrayEquals(random, plain.nextBytes());
        }
    }

    @Test
    void inSeveralFrames() throws Exception {
        String text = noise(250_000);
        try (Reader reader = new Reader(base, "/room/2", OFFER)) {
            areLive(1, "room-2");
            channelBox.group("room-2").sendAndAwait(text);
            assertEquals(text, new String(reader.next(), UTF_8));
            assertEquals(List.of(0x41, 0x00, 0x80), reader.firsts);
        }
    }

    @Test
    void envelopes() throws Exception {
        try (Reader reader = new Reader(base, "/room/3", OFFER, "Sec-WebSocket-Protocol: channelbox.v1")) {
            for (String type : List.of("hello", "joined")) {
                assertTrue(new String(reader.next(), UTF_8).contains(type));
                assertEquals(List.of(PLAIN_TEXT), reader.firsts);
            }
            areLive(1, "room-3");
            channelBox.group("room-3").sendAndAwait(large(1));
            assertTrue(new String(reader.next(), UTF_8).startsWith("{\"type\":\"message\",\"group\":\"room-3\""));
            assertEquals(List.of(COMPRESSED_TEXT), reader.firsts);
        }
    }

    @Test
    void whatIsReplayedAndWhatIsForOneConnection() throws Exception {
        Group group = channelBox.group("room-4");
        group.sendAndAwait(large(1), SendOptions.saveHistory());
        group.sendAndAwait(large(2), SendOptions.saveHistory());
        try (Reader reader = new Reader(base, "/room/4", OFFER); WsClient plain = WsClient.open(base, "/room/4")) {
            reader.expect(COMPRESSED_TEXT, large(1));
            reader.expect(COMPRESSED_TEXT, large(2));
            assertEquals(List.of(large(1), large(2)), plain.next(2));
            reader.say("id");
            String id = new String(reader.next(), UTF_8);
            areLive(2, "room-4");
            channelBox.connection(id).sendAndAwait(large(3));
            reader.expect(COMPRESSED_TEXT, large(3));
        }
        group.flushHistory().await().indefinitely();
    }

    @Test
    void whatTheEndpointSendsCanBeReadByItselfToo() throws Exception {
        Group group = channelBox.group("room-5");
        try (Reader reader = new Reader(base, "/room/5", OFFER)) {
            areLive(1, "room-5");
            for (int i = 0; i < 3; i++) {
                reader.say("own");
                reader.expect(COMPRESSED_TEXT, "own".repeat(500));
                group.sendAndAwait(large(i));
                reader.expect(COMPRESSED_TEXT, large(i));
                reader.say("x");
                reader.expect(PLAIN_TEXT, "x".repeat(500));
                reader.say("parts");
                assertEquals(noise(300_000), new String(reader.next(), UTF_8));
                assertEquals(0x41, reader.firsts.get(0));
                assertEquals(0x80, reader.firsts.get(reader.firsts.size() - 1));
            }
        }
    }

    @Test
    void nothingComesAfterTheCloseFrame() throws Exception {
        Group group = channelBox.group("room-6");
        try (Reader reader = new Reader(base, "/room/6", OFFER)) {
            reader.say("id");
            String id = new String(reader.next(), UTF_8);
            areLive(1, "room-6");
            group.sendAndAwait(large(1));
            channelBox.connection(id).disconnect(new CloseReason(4000, "enough")).await().indefinitely();
            group.sendAndAwait(large(2));
            reader.expect(COMPRESSED_TEXT, large(1));
            assertEquals(4000, RawFrames.read(reader.socket.getInputStream()).closeCode());
            reader.socket.getOutputStream().write(RawFrames.masked(0x88, RawFrames.hex("0fa0")));
            assertEquals(OptionalInt.empty(), RawFrames.readToClose(reader.socket.getInputStream()));
        }
    }

    /** Its client may inflate what comes with what it got before. */
    @Test
    void aConnectionThatQuarkusHasAgreedWithGetsNone() throws Exception {
        try (Reader reader = new Reader(base, "/invited", OFFER)) {
            assertTrue(reader.answer.contains("permessage-deflate"), reader.answer);
            await().until(() -> channelBox.group("room-invited").local().size() == 1);
            channelBox.group("room-invited").sendAndAwait(large(1));
            reader.expect(PLAIN_TEXT, large(1));
        }
    }

    @Test
    void chromiumReadsIt() {
        Group group = channelBox.group("room-7");
        try (Playwright playwright = Browsers.playwright();
                Browser browser = Browsers.chromium(playwright);
                Page page = browser.newPage()) {
            page.navigate(base.resolve("nothing").toString());
            Object extensions = page.evaluate("""
                    () => new Promise((opened, failed) => {
                        window.got = [];
                        const socket = new WebSocket(`ws://${location.host}/room/7`);
                        socket.onmessage = event => got.push(event.data);
                        socket.onopen = () => opened(socket.extensions);
                        socket.onerror = failed;
                    })""");
            assertEquals("permessage-deflate; server_no_context_takeover", extensions);
            for (int i = 0; i < 3; i++) {
                group.sendAndAwait(large(i));
            }
            page.waitForFunction("() => got.length === 3");
            assertEquals(List.of(large(0), large(1), large(2)), page.evaluate("() => got"));
        }
    }
}
