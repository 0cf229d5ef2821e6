package io.quarkiverse.channelbox.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;

class TemplateNamesTest {

    @ParameterizedTest
    @CsvSource({ "a-{x}-{y}, a-{z}, true", "a-{x}, b-{y}, false", "a-{x}, a-b, true", "a-{x}, a-, false", "{x}-a, b-{y}, true",
            "a, a, true", "a, b, false", "{x}a{y}, {z}b, true", "a{x}b, {y}c, false", "a{x}, {y}a, true",
            "room-{x}, rooms-{y}, false", "{x}, lobby, true", "a{x}a, aa, false" })
    void fromSomeTemplatesTheSameNameCanCome(String one, String other, boolean overlap) {
        assertEquals(overlap, TemplateNames.overlap(GroupTemplate.parse(one), GroupTemplate.parse(other)));
        assertEquals(overlap, TemplateNames.overlap(GroupTemplate.parse(other), GroupTemplate.parse(one)));
    }

    @ParameterizedTest
    @CsvSource({ "orders-{customer}, orders-{customer}, true", "orders-{customer}, orders-{query:customer}, true",
            "orders-{customer}, orders-{header:X-Customer}, true", "orders-{customer}, orders-{query:customers}, false",
            "orders-{user}, orders-{user}, true", "orders-{user}, orders-{user:encoded}, false",
            "orders-{user:encoded}, orders-{user:encoded}, true", "orders-{a}, orders-{a}.{b}, false",
            "orders-{a}, order-{a}, false", "orders, orders, true", "orders-{a}, orders-a, false" })
    void aPublisherHasTheTemplateOfAnEndpoint(String publisher, String endpoint, boolean same) {
        assertEquals(same, TemplateNames.makesNamesOf(GroupTemplate.parse(publisher), GroupTemplate.parse(endpoint)));
    }
}
