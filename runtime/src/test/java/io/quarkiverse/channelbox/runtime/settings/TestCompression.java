package io.quarkiverse.channelbox.runtime.settings;

public final class TestCompression {

    private TestCompression() {
    }

    /** @param minBytes what is smaller is not compressed */
    public static CompressionSettings on(int level, long minBytes) {
        return new CompressionSettings(true, level, minBytes);
    }
}
