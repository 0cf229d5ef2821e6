package io.quarkiverse.channelbox;

/** Data that comes from clients, as group names do, made fit for a log or a message. */
public final class Printable {

    /** Where it is cut. */
    private static final int LENGTH = 80;

    private Printable() {
    }

    /**
     * The text with whatever is not a plain visible character replaced by its code point, cut after 80 characters.
     */
    public static String of(String data) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < data.length() && out.length() < LENGTH) {
            int c = data.codePointAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                        Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    out.append(String.format("\\u{%x}", c));
                default -> out.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return i < data.length() ? out.append("...").toString() : out.toString();
    }
}
