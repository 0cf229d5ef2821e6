package io.quarkiverse.channelbox.runtime.devui;

/**
 * What became of what somebody did in the Dev UI.
 *
 * @param done whether it was done
 * @param text for people: what was done, or why it was not
 */
public record Outcome(boolean done, String text) {

    static Outcome done(String text) {
        return new Outcome(true, text);
    }

    static Outcome failed(Throwable failure) {
        return new Outcome(false, String.valueOf(failure.getMessage()));
    }
}
