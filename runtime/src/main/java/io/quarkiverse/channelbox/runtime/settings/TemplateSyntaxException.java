package io.quarkiverse.channelbox.runtime.settings;

/** A name template cannot be parsed; the message says at which position and why. */
public class TemplateSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param position the index of the character at fault, from 0 */
    TemplateSyntaxException(int position, String problem) {
        super("at position " + position + ": " + problem);
    }
}
