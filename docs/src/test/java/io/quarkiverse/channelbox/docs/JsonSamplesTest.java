package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.ProtocolClient;

/** The JSON that the pages show is JSON, and where it is a frame of {@code channelbox.v1}, one that the schema allows. */
class JsonSamplesTest {

    private static final ObjectMapper STRICT = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Pattern IN_TEXT = Pattern.compile("`\\+?(\\{\"(?:type|channelbox)\":[^`]*})\\+?`");
    /** What stands in the text for a value. */
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<=\":)[A-Z…](?=[,}])");
    private static final Map<String, String> VALUES = Map.of("N", "7", "I", "\"3kq9x1:41\"");

    private static List<JsonNode> documents(String text) throws IOException {
        try (MappingIterator<JsonNode> documents = STRICT.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        }
    }

    private static boolean isFrame(JsonNode document) {
        return document.has("type") || document.has("channelbox");
    }

    @Test
    void framesAreThoseOfTheProtocol() throws IOException {
        int frames = 0;
        List<String> others = new ArrayList<>();
        for (Listing listing : Listing.ofPages()) {
            if (listing.language().equals("json")) {
                for (JsonNode document : documents(listing.text())) {
                    if (isFrame(document)) {
                        ProtocolClient.validate(document, listing.toString());
                        frames++;
                    } else {
                        others.add(listing.file());
                    }
                }
            }
        }
        assertTrue(frames > 10, frames + " frames");
        // The receipt: see GettingStartedTest.
        assertEquals(List.of("getting-started.adoc"), others);
    }

    @Test
    void thoseInTheTextAsWell() throws IOException {
        int frames = 0;
        for (Path page : DocFiles.pages()) {
            for (Matcher frame = IN_TEXT.matcher(DocFiles.read(page)); frame.find(); frames++) {
                String text = PLACEHOLDER.matcher(frame.group(1))
                        .replaceAll(value -> VALUES.getOrDefault(value.group(), "\"something\""));
                for (JsonNode document : documents(text)) {
                    ProtocolClient.validate(document, page.getFileName() + ": " + text);
                }
            }
        }
        assertTrue(frames > 10, frames + " frames");
    }
}
