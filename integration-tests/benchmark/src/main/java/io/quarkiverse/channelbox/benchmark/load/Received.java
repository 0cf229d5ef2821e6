package io.quarkiverse.channelbox.benchmark.load;

/** What members got together. */
public final class Received {

    long messages;
    long compressed;
    long bytes;

    public long messages() {
        return messages;
    }

    /** Of the messages, those that were compressed. */
    public long compressed() {
        return compressed;
    }

    /** On the wire. */
    public long bytes() {
        return bytes;
    }
}
