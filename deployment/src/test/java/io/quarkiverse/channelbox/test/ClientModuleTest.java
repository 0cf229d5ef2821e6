package io.quarkiverse.channelbox.test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The application serves the JavaScript client, also one without endpoints. */
class ClientModuleTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.channel-box.client.path", "/assets/live.js");

    @Test
    void isServed() {
        String entityTag = given().get("/assets/live.js").then().statusCode(200)
                .contentType(startsWith("text/javascript"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .body(containsString("export"))
                .extract().header("ETag");
        given().header("If-None-Match", entityTag).get("/assets/live.js").then().statusCode(304).body(emptyString());
        given().head("/assets/live.js").then().statusCode(200).header("ETag", entityTag).body(emptyString());
        given().get("/channel-box.js").then().statusCode(404);
    }
}
