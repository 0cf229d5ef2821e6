package io.quarkiverse.channelbox.test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The application serves the JavaScript client, also one without endpoints. */
class ClientModuleTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideRuntimeConfigKey("quarkus.channel-box.client.path", "/assets/live.js");

    /** What a browser that reads the encodings gets, byte for byte as it comes. */
    private static RequestSpecification accepting(String encodings) {
        return given().config(RestAssured.config().decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", encodings);
    }

    private static ExtractableResponse<Response> get(String path, String encodings) {
        return accepting(encodings).get(path).then().statusCode(200).extract();
    }

    private static String gunzip(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void isServed() {
        String entityTag = given().get("/assets/live.js").then().statusCode(200)
                .contentType(startsWith("text/javascript"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Vary", equalToIgnoringCase("Accept-Encoding"))
                .body(containsString("export"))
                .extract().header("ETag");
        given().header("If-None-Match", entityTag).get("/assets/live.js").then().statusCode(304).body(emptyString());
        given().header("If-None-Match", "\"other\", W/" + entityTag).get("/assets/live.js").then().statusCode(304);
        given().head("/assets/live.js").then().statusCode(200).header("ETag", entityTag).body(emptyString());
        given().get("/channel-box.js").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({ "identity,", "br;q=0,", "'gzip, deflate, br, zstd',br", "'gzip, br;q=0',gzip", "gzip;q=0.5,gzip" })
    void isCompressedAsTheBrowserLikesIt(String accepted, String encoding) {
        ExtractableResponse<Response> answer = get("/assets/live.js", accepted);
        assertEquals(encoding, answer.header("Content-Encoding"));
        String entityTag = answer.header("ETag");
        accepting(accepted).header("If-None-Match", entityTag).get("/assets/live.js").then()
                .statusCode(304);
        accepting("deflate").header("If-None-Match", entityTag).get("/assets/live.js").then()
                .statusCode(encoding == null ? 304 : 200);
    }

    @Test
    void isSmall() throws IOException {
        byte[] compressed = get("/assets/live.js", "gzip").asByteArray();
        assertTrue(compressed.length < 5_000, () -> compressed.length + " bytes");
        assertEquals(get("/assets/live.js", "identity").asString(), gunzip(compressed));
        assertTrue(get("/assets/live.js", "br").asByteArray().length < compressed.length);
    }

    @Test
    void hasASourceMap() {
        String sourceMap = given().get("/assets/live.js").then().extract().header("SourceMap");
        given().get(sourceMap).then().statusCode(200).contentType("application/json")
                .body("sources", hasItems("channel-box.js", "link.js")).body("sourcesContent", hasItem(containsString("/**")));
    }
}
