package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.stream.Stream;

/** Comma-separated tokens (RFC 9110, section 5.6.2), as {@code Sec-WebSocket-Protocol} has them. */
final class Tokens {

    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

    private Tokens() {
    }

    /** Whether it has one or more, and nothing else. */
    static boolean isList(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).allMatch(Tokens::isToken);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9' || SYMBOLS.indexOf(c) >= 0);
    }
}
