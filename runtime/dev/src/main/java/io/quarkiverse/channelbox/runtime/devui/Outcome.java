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
        return new Outcome(false, why(failure));
    }

    /** What went wrong, for people; some failures say nothing but what they are. */
    static String why(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
