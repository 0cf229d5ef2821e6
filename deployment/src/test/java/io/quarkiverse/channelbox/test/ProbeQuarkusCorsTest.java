package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkus.test.QuarkusUnitTest;

/** In an application that has configured CORS for its resources, in a way that has no place for probes. */
class ProbeQuarkusCorsTest extends ProbeCors {

    @RegisterExtension
    static final QuarkusUnitTest APP = app()
            .overrideRuntimeConfigKey("quarkus.http.cors.enabled", "true")
            .overrideRuntimeConfigKey("quarkus.http.cors.origins", PAGE)
            .overrideRuntimeConfigKey("quarkus.http.cors.methods", "GET")
            .overrideRuntimeConfigKey("quarkus.http.cors.headers", "X-Own")
            .overrideRuntimeConfigKey("quarkus.http.cors.exposed-headers", "X-Own");

    /** Of its resources it has the say. */
    @Test
    void theRestOfTheApplication() {
        assertEquals("X-Own", RawHttp.send(base, "GET", "/resource", "Origin: " + PAGE)
                .header("Access-Control-Expose-Headers"));
        assertEquals("X-Own", RawHttp.send(base, "OPTIONS", "/resource", "Origin: " + PAGE,
                "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: channel-box-probe")
                .header("Access-Control-Allow-Headers"));
    }
}
