package io.quarkiverse.channelbox.runtime.devui;

import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.runtime.configuration.DurationConverter;

/**
 * What somebody has filled in; what is empty is not set.
 *
 * @param json whether the payload is JSON, and not text
 * @param except ids of connections, with spaces or commas between them
 * @param ttl as durations are configured, for instance {@code 30s}
 * @param attributes {@code key=value}, with commas between them
 */
public record SendForm(String payload, boolean json, String event, boolean saveHistory, String except, String ttl,
        String idempotencyKey, String attributes) {

    /** @throws IllegalArgumentException if it is to be JSON and is not */
    Object message(ObjectMapper mapper) {
        if (!json) {
            return payload;
        }
        try {
            JsonNode message = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(payload);
            if (message.isMissingNode()) {
                throw new IllegalArgumentException("The payload is empty");
            }
            return message;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The payload is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if something cannot be understood */
    SendOptions options() {
        SendOptions options = SendOptions.defaults().saveHistory(saveHistory)
                .except(Stream.of(except.split("[,\\s]+")).filter(id -> !id.isEmpty()).toArray(String[]::new));
        if (!event.isBlank()) {
            options = options.event(event.strip());
        }
        if (!ttl.isBlank()) {
            if (!saveHistory) {
                throw new IllegalArgumentException("A time to live is for a message that is saved in the history");
            }
            options = options.ttl(DurationConverter.parseDuration(ttl.strip()));
        }
        if (!idempotencyKey.isBlank()) {
            options = options.idempotencyKey(idempotencyKey.strip());
        }
        for (String attribute : attributes.split(",")) {
            if (!attribute.isBlank()) {
                options = with(options, attribute);
            }
        }
        return options;
    }

    private static SendOptions with(SendOptions options, String attribute) {
        int equals = attribute.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("An attribute is key=value");
        }
        String key = attribute.substring(0, equals).strip();
        if (options.getAttributes().containsKey(key)) {
            throw new IllegalArgumentException("The attribute " + key + " is there twice");
        }
        return options.attribute(key, attribute.substring(equals + 1).strip());
    }
}
