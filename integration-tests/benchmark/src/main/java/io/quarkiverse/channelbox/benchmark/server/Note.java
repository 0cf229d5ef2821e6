package io.quarkiverse.channelbox.benchmark.server;

/** The payload of a command. */
public record Note(String user, String text) {
}
