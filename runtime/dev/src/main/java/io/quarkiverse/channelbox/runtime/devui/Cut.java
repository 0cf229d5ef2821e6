package io.quarkiverse.channelbox.runtime.devui;

/** Texts of clients, of which a browser is shown so much. */
final class Cut {

    private Cut() {
    }

    /** The beginning of a text, with a sign that it goes on. */
    static String off(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        // A character of two units is not cut in half.
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + '…';
    }
}
