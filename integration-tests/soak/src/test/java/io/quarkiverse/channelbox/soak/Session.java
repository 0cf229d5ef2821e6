package io.quarkiverse.channelbox.soak;

import static io.quarkiverse.channelbox.testclient.RawFrames.masked;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;

/** One connection of a client, from the upgrade to the end of TCP. */
final class Session implements Wire.Owner {

    /** Instead of a close code: TCP ended without a close frame. */
    static final int CUT_OFF = 0;

    /** What the server has to have done by then, whatever else the machine does. */
    private static final long PATIENCE_MILLIS = 60_000;
    /** An upgrade that takes so long comes to nothing: the server was not given the time by its machine. */
    private static final long UPGRADE_MILLIS = 10_000;
    /** After that a connection that nobody reads has been cut off. */
    private static final long STALL_MILLIS = Server.PING_MILLIS + Server.PONG_TIMEOUT_MILLIS + 15_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Storm storm;
    private final Seat seat;
    private final Fault fault;
    private final boolean isDeflating;
    private final Wire wire;
    private final Conversation conversation;
    private long since = Loop.now();
    private boolean isUpgraded;
    private boolean isMute;
    private boolean isEnded;
    private boolean isDoomed;
    private Set<Integer> ends = Set.of();
    private int closeCode = CUT_OFF;

    Session(Storm storm, Seat seat, Fault fault, String path) throws IOException {
        this.storm = storm;
        this.seat = seat;
        this.fault = fault;
        isDeflating = fault.needsDeflate();
        conversation = new Conversation(storm, seat, text -> write(masked(0x81, text)));
        wire = new Wire(storm.loop(), storm.port(), fault == Fault.STALL || fault == Fault.UNREAD_REPLIES, this);
        wire.write("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + storm.port() + "\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: channelbox.v1\r\n" + (isDeflating ? "Sec-WebSocket-Extensions: permessage-deflate;"
                        + " client_no_context_takeover; server_no_context_takeover\r\n" : "")
                + "\r\n");
        if (fault == Fault.TOKEN_EXPIRES) {
            mayEndWith(fault.ends());
        }
    }

    Random random() {
        return seat.random();
    }

    Conversation conversation() {
        return conversation;
    }

    Fault fault() {
        return fault;
    }

    /** Whether it is there, with nothing that is not answered, and nothing that is about to happen to it. */
    boolean isSettled() {
        return !isEnded && !isDoomed && conversation.isSettled();
    }

    boolean isEnded() {
        return isEnded;
    }

    /** It may end by itself from now on, and if it may at all it has to. */
    void mayEndWith(Set<Integer> codes) {
        ends = codes;
        isDoomed = true;
        since = Loop.now();
    }

    void write(byte[] bytes) {
        wire.write(bytes);
    }

    void note(int number) {
        byte[] note = conversation.note(number).getBytes(UTF_8);
        write(isDeflating ? masked(0xC1, Frames.deflated(note)) : masked(0x81, note));
    }

    void reads(boolean does) {
        isMute = !does;
        since = Loop.now();
        wire.reads(does);
    }

    /** Reads on when it must have been given up, to see how. */
    void stall() {
        reads(false);
        after(STALL_MILLIS, () -> reads(true));
    }

    void closeHalf() {
        wire.closeHalf();
    }

    void reset() {
        if (!isEnded) {
            wire.reset();
            over();
        }
    }

    void after(long millis, Runnable task) {
        storm.loop().after(millis, () -> {
            if (!isEnded) {
                task.run();
            }
        });
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            if (!isUpgraded) {
                upgraded(Frames.head(bytes));
            }
            for (Frames.Frame frame = isUpgraded && !isEnded ? Frames.next(bytes) : null; frame != null; frame = isEnded ? null
                    : Frames.next(bytes)) {
                received(frame);
            }
        } catch (AssertionError | RuntimeException | IOException e) {
            violated(e.toString());
            reset();
        }
    }

    private void upgraded(String head) {
        if (head == null) {
            return;
        }
        int status = Integer.parseInt(head.split(" ")[1]);
        if (status == 503 || status == 401 && fault == Fault.TOKEN_EXPIRES) {
            storm.census().count("refused upgrade-" + status);
            reset();
            return;
        }
        if (status != 101 || isDeflating != head.contains("permessage-deflate")) {
            throw new AssertionError(head);
        }
        isUpgraded = true;
        seat.upgraded();
    }

    private void received(Frames.Frame frame) throws IOException {
        if (closeCode != CUT_OFF) {
            throw new AssertionError("A frame after the close frame");
        }
        byte[] payload = frame.isCompressed() ? Frames.inflated(frame.payload()) : frame.payload();
        switch (frame.opcode()) {
            case 0x1 -> {
                conversation.hear(MAPPER.readTree(payload));
                seat.heard();
            }
            case 0x8 -> {
                closeCode = frame.closeCode();
                write(masked(0x88, payload));
            }
            case 0x9 -> write(masked(0x8A, payload));
            case 0xA -> {
                // To a ping among the fragments of what is wrong.
            }
            default -> throw new AssertionError("Opcode " + frame.opcode());
        }
    }

    @Override
    public void ended() {
        storm.census().count("closed " + fault + '-' + (closeCode == CUT_OFF ? "none" : closeCode));
        if (!isUpgraded && (fault == Fault.TOKEN_EXPIRES || Loop.now() - since >= UPGRADE_MILLIS)) {
            storm.census().count("refused upgrade-late");
        } else if (!ends.contains(closeCode)) {
            violated("ended with " + closeCode);
        }
        over();
    }

    private void over() {
        isEnded = true;
        seat.over(this);
    }

    private void violated(String how) {
        storm.census()
                .violated(seat + ", " + (isUpgraded ? conversation.connection() : "no answer") + ", " + fault + ": " + how
                        + "\n    "
                        + conversation.transcript());
    }

    /** Looks for what should have been there long ago. */
    void checkPatience() {
        String overdue = isMute || !ends.isEmpty() ? null : conversation.overdue(PATIENCE_MILLIS);
        if (overdue != null) {
            violated("no answer to " + overdue);
            reset();
        } else if (!isMute && (!ends.isEmpty() || !conversation.isReady()) && Loop.now() - since > PATIENCE_MILLIS) {
            violated(ends.isEmpty() ? "nothing came after the upgrade" : "did not end");
            reset();
        }
    }
}
