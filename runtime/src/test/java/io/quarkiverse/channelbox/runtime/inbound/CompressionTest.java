package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients offer as extensions (RFC 7692, section 7.1), right and wrong. */
class CompressionTest {

    private static boolean isAgreed(String offered) {
        return Compression.agree(offered, 6, 1000).isPresent();
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
            "permessage-deflate; none" })
    void isNot(String offered) {
        assertFalse(isAgreed(offered));
    }
}
