package io.quarkiverse.channelbox.test;

import static io.restassured.RestAssured.given;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class ClientModuleOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.channel-box.client.enabled", "false");

    @Test
    void isNotServed() {
        given().get("/channel-box.js").then().statusCode(404);
    }
}
