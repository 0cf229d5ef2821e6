package io.quarkiverse.channelbox.simulation;

/** A promise was not kept. */
final class Broken extends AssertionError {

    private static final long serialVersionUID = 1;

    Broken(String format, Object... arguments) {
        super(String.format(format, arguments));
    }
}
