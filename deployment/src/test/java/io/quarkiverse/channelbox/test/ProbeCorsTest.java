package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkus.test.QuarkusUnitTest;

/** In an application that has not heard of CORS: its resources stay closed. */
class ProbeCorsTest extends ProbeCors {

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    @Test
    void theRestOfTheApplication() {
        assertNull(probe("/resource", PAGE).header("Access-Control-Allow-Origin"));
        assertNull(RawHttp.send(base, "GET", "/resource", "Channel-Box-Probe: 1", "Origin: " + PAGE)
                .header("Access-Control-Allow-Origin"));
        assertNull(RawHttp.send(base, "GET", "/room/a..b", "Origin: " + PAGE).header("Access-Control-Allow-Origin"));
        assertNull(RawHttp.send(base, "OPTIONS", "/room/1", "Origin: " + PAGE, "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type").header("Access-Control-Allow-Origin"));
        assertNull(RawHttp.send(base, "OPTIONS", "/resource", "Origin: " + PAGE, "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: channel-box-probe").header("Access-Control-Allow-Origin"));
    }

    /** As browsers write it. */
    @Test
    void theDefaultPort() {
        assertEquals("https://chat.example", probe("/room/1", "https://chat.example").header("Access-Control-Allow-Origin"));
    }
}
