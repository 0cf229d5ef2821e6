package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.runtime.settings.CompressionSettings;
import io.quarkiverse.channelbox.runtime.settings.TestCompression;

/** What clients offer as extensions (RFC 7692, section 7.1), right and wrong. */
class CompressionTest {

    private static final CompressionSettings SETTINGS = TestCompression.on(6, 1024);

    private static boolean isAgreed(String offered) {
        return Compression.agree(offered, SETTINGS, 1000).isPresent();
    }

    /** The server says that it keeps no context, asked or not; of the client it says so only if that offers it. */
    @ParameterizedTest
    @CsvSource({ "permessage-deflate, permessage-deflate; server_no_context_takeover",
            "permessage-deflate; client_max_window_bits, permessage-deflate; server_no_context_takeover",
            "permessage-deflate; server_no_context_takeover, permessage-deflate; server_no_context_takeover",
            "permessage-deflate; Server_No_Context_Takeover, permessage-deflate; server_no_context_takeover" })
    void keepsNoContextUnasked(String offered, String answer) {
        assertEquals(answer, Compression.agree(offered, SETTINGS, 1000).orElseThrow().parameters());
    }

    @Test
    void keepsNoContextOfTheClientIfThatOffersIt() {
        String answer = Compression.agree("permessage-deflate; client_no_context_takeover", SETTINGS, 1000).orElseThrow()
                .parameters();
        assertTrue(answer.contains("; client_no_context_takeover"), answer);
        assertTrue(answer.contains("; server_no_context_takeover"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = { "permessage-deflate", "permessage-deflate; client_max_window_bits",
            "permessage-deflate; client_max_window_bits=10", "permessage-deflate; client_max_window_bits=\"15\"",
            "x-other, permessage-deflate", "permessage-deflate; client_max_window_bits=99, permessage-deflate",
            "permessage-deflate; client_max_window_bits=x, permessage-deflate", ";, permessage-deflate" })
    void isAgreedTo(String offered) {
        assertTrue(isAgreed(offered));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ",", ";", ";;;,;", " ", "x-other",
            "permessage-deflate; client_max_window_bits=7", "permessage-deflate; client_max_window_bits=16",
            "permessage-deflate; client_max_window_bits=-9", "permessage-deflate; client_max_window_bits=999999999999",
            "permessage-deflate; client_max_window_bits=1e1", "permessage-deflate; server_max_window_bits",
            "permessage-deflate; server_max_window_bits=12",
            "permessage-deflate; none" })
    void isNot(String offered) {
        assertFalse(isAgreed(offered));
    }
}
