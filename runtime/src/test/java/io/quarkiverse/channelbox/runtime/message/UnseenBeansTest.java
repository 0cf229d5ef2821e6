package io.quarkiverse.channelbox.runtime.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** What a native binary has nothing registered of is never written as an empty object. */
class UnseenBeansTest {

    /** Stands for a class of which a native binary sees nothing: it has a property that Jackson does not see. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    static class Hidden {
        @SuppressWarnings("unused")
        private final int price = 1;
    }

    /** The same, without an annotation: written as empty since the mapper allows that. */
    static class HiddenBare {
        @SuppressWarnings("unused")
        private final int price = 1;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Empty() {
    }

    static class OnlyMade {
        @JsonCreator
        static OnlyMade of(String text) {
            return new OnlyMade();
        }
    }

    record Holder(String name, Hidden hidden) {
    }

    record Lists(List<Hidden> items) {
    }

    record Unwrapping(@JsonUnwrapped Hidden hidden) {
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Omitting(HiddenBare hidden) {
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonTypeName("shape")
    static class Typed extends Hidden {
    }

    static class Uncopied extends ObjectMapper {
        private static final long serialVersionUID = 1L;
    }

    private static final Set<Class<?>> UNSEEN = Set.of(Hidden.class, HiddenBare.class, Typed.class);

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new Jdk8Module())
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
    private final PayloadJson json = new PayloadJson(mapper, UNSEEN::contains);

    static Stream<Object> payloads() {
        Hidden hidden = new Hidden();
        return Stream.of(hidden, new HiddenBare(), new Typed(), new Holder("a", hidden), new Lists(List.of(hidden)),
                List.of(hidden), Map.of("k", hidden), Optional.of(hidden), new Hidden[] { hidden }, new Unwrapping(hidden),
                new Omitting(new HiddenBare()), List.of(new Holder("a", hidden)));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void whatIsNotSeenIsRefused(Object payload) {
        String reason = refusal(json, payload);
        assertTrue(reason.contains(".class, registerFullHierarchy = true)"), reason);
        assertTrue(reason.startsWith(UnseenBeansTest.class.getName() + "$Hidden") || payload instanceof Typed
                || payload instanceof Omitting, reason);
    }

    private static String refusal(PayloadJson json, Object payload) {
        return PayloadJson.reason(payload, assertThrows(JsonMappingException.class, () -> json.write(payload)));
    }

    @Test
    void theClassAndThePlaceAreNamed() {
        String reason = refusal(json, List.of(new Holder("a", new Hidden())));
        assertTrue(reason.startsWith(Hidden.class.getName() + " at [0].hidden cannot be encoded: "), reason);
        assertTrue(reason.contains("@RegisterForReflection(targets = Hidden.class,"), reason);
    }

    @Test
    void whatIsEmptyAndSeenStaysEmpty() throws Exception {
        PayloadJson asNatively = new PayloadJson(mapper, UnseenBeans::isUnregistered);
        assertEquals("{}", new String(asNatively.write(new Empty()), UTF_8));
        assertEquals("[{}]", new String(asNatively.write(List.of(new Empty())), UTF_8));
        assertEquals("{\"name\":\"a\",\"hidden\":null}", new String(json.write(new Holder("a", null)), UTF_8));
    }

    /** Natively all that a class hides is as if it was not there: here an array, of which nothing is declared. */
    @Test
    void isUnregisteredOfWhichNothingIsThere() {
        assertTrue(UnseenBeans.isUnregistered(int[].class), "neither constructor nor method");
        assertTrue(UnseenBeans.isUnregistered(Hidden.class), "its fields and its constructor, but no method at all");
        assertTrue(UnseenBeans.isUnregistered(OnlyMade.class), "nor a method that only makes it");
        assertFalse(UnseenBeans.isUnregistered(Empty.class), "a record always has methods");
        assertFalse(UnseenBeans.isUnregistered(Object.class));
        assertFalse(UnseenBeans.isUnregistered(Holder.class));
    }

    /** The application's mapper is as it was, unless it cannot be copied. */
    @Test
    void theMapperOfTheApplicationIsCopied() throws Exception {
        assertEquals("{}", mapper.writeValueAsString(new Hidden()));
        Uncopied uncopied = new Uncopied();
        assertEquals("{}", uncopied.writeValueAsString(new Hidden()));
        PayloadJson refusing = new PayloadJson(uncopied, UNSEEN::contains);
        assertTrue(refusal(refusing, new Hidden()).contains("Hidden"));
    }

    /** On the JVM everything is seen. */
    @Test
    void nothingIsRefusedOnTheJvm() throws Exception {
        assertEquals("[{}]", new String(new PayloadJson(mapper).write(List.of(new Hidden())), UTF_8));
    }
}
