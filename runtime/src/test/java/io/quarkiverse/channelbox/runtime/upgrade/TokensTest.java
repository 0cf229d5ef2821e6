package io.quarkiverse.channelbox.runtime.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = { "a; true", "'a,b , c'; true", "channelbox.v1, a%23b%20c; true",
            "!#$%&'+-.^_`|~*; true", "''; false", "' '; false", "','; false", "'a,'; false", "',a'; false", "a b; false",
            "a=b; false", "a\u00e9; false", "'a\u0000'; false", "(a); false", "\"a\"; false" })
    void isList(String text, boolean expected) {
        assertEquals(expected, Tokens.isList(text));
    }
}
