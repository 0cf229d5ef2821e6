package io.quarkiverse.channelbox.soak;

import static io.quarkiverse.channelbox.testclient.RawFrames.all;
import static io.quarkiverse.channelbox.testclient.RawFrames.hex;
import static io.quarkiverse.channelbox.testclient.RawFrames.masked;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames that may not be sent. */
final class Garbage {

    private static final List<byte[]> BAD_FRAMES = List.of(masked(0x83, ""), masked(0x8B, ""), masked(0xC9, "x"),
            masked(0xA1, "x"), masked(0x98, hex("03e8")), masked(0x09, "x"), masked(0x89, "x".repeat(126)), masked(0x80, "x"),
            all(masked(0x01, "x"), masked(0x81, "x")), hex("8101 78"), hex("81fe 0001 01020304 79"), masked(0x88, "x"),
            masked(0x88, hex("03ed")), masked(0x88, hex("0bb7")), masked(0x88, hex("ffff")));
    private static final List<byte[]> BAD_UTF8 = List.of(masked(0x81, hex("80")), masked(0x81, hex("eda080")),
            masked(0x81, hex("c0af")), masked(0x81, hex("f4908080")), masked(0x81, hex("61c3")),
            all(masked(0x01, hex("c3")), masked(0x89, ""), masked(0x80, "")),
            all(masked(0x01, hex("c3")), masked(0x00, hex("a4")), masked(0x80, hex("ff"))), masked(0x88, hex("03e8ff")));
    private static final List<byte[]> BAD_TYPES = List.of(masked(0x82, "x"), masked(0x02, "x"));
    private static final List<byte[]> TOO_LARGE = List.of(masked(0x81, "x".repeat(65_537)),
            hex("81ff 7fffffffffffffff 01020304"), masked(0x81, "x".repeat(200_000)),
            all(masked(0x01, "x".repeat(60_000)), masked(0x00, "x".repeat(60_000)), masked(0x00, "x".repeat(60_000)),
                    masked(0x00, "x".repeat(60_000)), masked(0x80, "x".repeat(60_000))));
    private static final List<byte[]> BAD_DEFLATE = List.of(masked(0xC1, hex("ffffffff")),
            masked(0xC1, Frames.deflated(hex("ff"))));
    private static final List<byte[]> BOMBS = List.of(masked(0xC1, Frames.deflated(new byte[20_000_000])),
            masked(0xC1, Frames.deflated(new byte[1_000_000])));

    private Garbage() {
    }

    static byte[] badFrame(Random random) {
        return of(BAD_FRAMES, random);
    }

    static byte[] badUtf8(Random random) {
        return of(BAD_UTF8, random);
    }

    static byte[] badType(Random random) {
        return of(BAD_TYPES, random);
    }

    static byte[] tooLarge(Random random) {
        return of(TOO_LARGE, random);
    }

    static byte[] badDeflate(Random random) {
        return of(BAD_DEFLATE, random);
    }

    static byte[] bomb(Random random) {
        return of(BOMBS, random);
    }

    /** Any bytes at all. */
    static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(3_000)];
        random.nextBytes(noise);
        return noise;
    }

    /** A frame that stops somewhere. */
    static byte[] half(Random random) {
        byte[] frame = masked(0x81, "x".repeat(200));
        return Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1));
    }

    private static byte[] of(List<byte[]> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
