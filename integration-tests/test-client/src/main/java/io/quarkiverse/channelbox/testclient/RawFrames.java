package io.quarkiverse.channelbox.testclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.OptionalInt;

/** Frames of RFC 6455 as bytes, right ones and wrong ones. */
public final class RawFrames {

    private RawFrames() {
    }

    /**
     * A frame of a client, masked.
     *
     * @param first its first byte: the bits {@code FIN} and {@code RSV}, and the opcode
     */
    public static byte[] masked(int first, byte[] payload) {
        byte[] mask = { 1, 2, 3, 4 };
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    /** The same with a text. */
    public static byte[] masked(int first, String payload) {
        return masked(first, payload.getBytes(UTF_8));
    }

    /** One after the other. */
    public static byte[] all(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** Bytes, from hexadecimal digits. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A frame of a server. */
    public record Frame(int first, byte[] payload) {

        public int opcode() {
            return first & 0xF;
        }

        public String text() {
            return new String(payload, UTF_8);
        }

        /** Of a close frame; -1 if it has none. */
        public int closeCode() {
            return payload.length < 2 ? -1 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }
    }

    /** The next frame of a server, whose frames are not masked. */
    public static Frame read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int first = data.readUnsignedByte();
        int length = data.readUnsignedByte();
        if (length == 126) {
            length = data.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(data.readLong());
        }
        byte[] payload = new byte[length];
        data.readFully(payload);
        return new Frame(first, payload);
    }

    /** Reads to the end of TCP; returns the code of the close frame before it, -1 for one without, empty for none. */
    public static OptionalInt readToClose(InputStream in) throws IOException {
        OptionalInt code = OptionalInt.empty();
        try {
            while (true) {
                Frame frame = read(in);
                if (code.isPresent()) {
                    throw new IOException("A frame came after the close frame: " + frame);
                }
                if (frame.opcode() == 8) {
                    code = OptionalInt.of(frame.closeCode());
                }
            }
        } catch (EOFException e) {
            return code;
        }
    }
}
