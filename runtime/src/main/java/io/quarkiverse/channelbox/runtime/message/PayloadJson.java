package io.quarkiverse.channelbox.runtime.message;

import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;

import io.quarkus.runtime.ImageMode;

/** Writes JSON as the application's mapper does, and says what cannot be written, and why. */
public final class PayloadJson {

    private final ObjectMapper mapper;

    public PayloadJson(ObjectMapper mapper) {
        this.mapper = ImageMode.current().isNativeImage() ? refusing(mapper, UnseenBeans::isUnregistered) : mapper;
    }

    PayloadJson(ObjectMapper mapper, Predicate<Class<?>> unseen) {
        this.mapper = refusing(mapper, unseen);
    }

    /** A copy that never writes as <code>{}</code> what is not seen; the mapper itself if it refuses to be copied. */
    private static ObjectMapper refusing(ObjectMapper mapper, Predicate<Class<?>> unseen) {
        ObjectMapper refusing = copy(mapper);
        refusing.setSerializerFactory(refusing.getSerializerFactory().withSerializerModifier(new UnseenBeans(unseen)));
        if (refusing == mapper && mapper.getSerializerProvider() instanceof DefaultSerializerProvider provider) {
            // It may have been used.
            provider.flushCachedSerializers();
        }
        return refusing;
    }

    private static ObjectMapper copy(ObjectMapper mapper) {
        try {
            return mapper.copy();
        } catch (IllegalStateException | UnsupportedOperationException isOfAClassThatCannot) {
            return mapper;
        }
    }

    /** JSON in UTF-8. */
    public byte[] write(Object value) throws JsonProcessingException {
        return mapper.writeValueAsBytes(value);
    }

    /**
     * Why a value cannot be written, and the cure: of which class the part is that failed, and where in the value it is.
     *
     * @param value what was to be written, by Jackson or by a codec
     */
    public static String reason(Object value, Exception failure) {
        List<JsonMappingException.Reference> path = failure instanceof JsonMappingException mapping ? mapping.getPath()
                : List.of();
        Class<?> failed = failed(value, failure, path);
        String place = place(path);
        return failed.getName() + (place.isEmpty() ? "" : " at " + place) + " cannot be encoded: "
                + (failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.getMessage())
                + " (make it something that Jackson can write, or provide a TextMessageCodec for the type; for a native binary"
                + " register it: @RegisterForReflection(targets = " + failed.getSimpleName()
                + ".class, registerFullHierarchy = true))";
    }

    private static Class<?> failed(Object value, Exception failure, List<JsonMappingException.Reference> path) {
        if (failure instanceof InvalidDefinitionException definition && definition.getType() != null) {
            return definition.getType().getRawClass();
        }
        Object from = path.isEmpty() ? value : path.get(path.size() - 1).getFrom();
        return from instanceof Class<?> type ? type : from == null ? value.getClass() : from.getClass();
    }

    /** As in {@code items[0].price}. */
    private static String place(List<JsonMappingException.Reference> path) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return place.toString();
    }
}
