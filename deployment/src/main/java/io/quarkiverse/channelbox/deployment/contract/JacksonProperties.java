package io.quarkiverse.channelbox.deployment.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;

/** The properties of a type in JSON: what Jackson says. */
final class JacksonProperties {

    /**
     * A property.
     *
     * @param declaring the class of the field or the getter
     * @param field as the field is called in Java, or the getter without {@code get}
     * @param written whether it is in what Jackson writes
     * @param read whether Jackson reads it
     * @param nullIsLeftOut whether it is not written where it is null
     * @param someAreLeftOut whether it is not written where it has some other values, too
     * @param hasOwnSerializer whether nobody knows what it is written as
     * @param unwrapped whether its own properties are there in its place
     */
    record Property(String name, JavaType type, Class<?> declaring, String field, Optional<String> description,
            boolean written, boolean read, boolean nullIsLeftOut, boolean someAreLeftOut, boolean hasOwnSerializer,
            boolean unwrapped) {
    }

    private final ObjectMapper mapper;
    private final AnnotationIntrospector annotations;
    private final Map<JavaType, BeanDescription> beans = new HashMap<>();

    JacksonProperties(ObjectMapper mapper) {
        this.mapper = mapper;
        this.annotations = mapper.getSerializationConfig().getAnnotationIntrospector();
    }

    /** What Jackson knows of a type that it writes; it takes its time, so that it is asked once. */
    BeanDescription written(JavaType type) {
        return beans.computeIfAbsent(type, absent -> mapper.getSerializationConfig().introspect(type));
    }

    Optional<String> description(JavaType type) {
        return Optional.ofNullable(annotations.findClassDescription(written(type).getClassInfo()));
    }

    List<Property> of(JavaType type) {
        Map<String, BeanPropertyDefinition> readable = new LinkedHashMap<>();
        if (!type.isInterface()) {
            mapper.getDeserializationConfig().introspect(type).findProperties()
                    .forEach(property -> readable.put(property.getName(), property));
        }
        BeanDescription written = written(type);
        List<Property> properties = new ArrayList<>();
        for (BeanPropertyDefinition property : written.findProperties()) {
            BeanPropertyDefinition twin = readable.remove(property.getName());
            properties
                    .add(property(type, property, property.couldSerialize(), twin != null && twin.couldDeserialize(), written));
        }
        // Of a getter that is not called so it knows the name when it reads, and has nothing to read it into.
        readable.values().stream().filter(BeanPropertyDefinition::couldDeserialize)
                .forEach(property -> properties.add(property(type, property, false, true, written)));
        return properties;
    }

    private Property property(JavaType type, BeanPropertyDefinition property, boolean isWritten, boolean isRead,
            BeanDescription bean) {
        Include include = mapper.getSerializationConfig().getDefaultPropertyInclusion()
                .withOverrides(bean.findPropertyInclusion(JsonInclude.Value.empty()))
                .withOverrides(property.getAccessor() == null ? JsonInclude.Value.empty() : property.findInclusion())
                .getValueInclusion();
        boolean someAreLeftOut = include == Include.NON_EMPTY || include == Include.NON_DEFAULT || include == Include.CUSTOM;
        boolean nullIsLeftOut = someAreLeftOut || include == Include.NON_NULL || include == Include.NON_ABSENT;
        AnnotatedMember member = property.getPrimaryMember();
        return new Property(property.getName(), property.getPrimaryType(),
                member == null ? type.getRawClass() : member.getDeclaringClass(), property.getInternalName(),
                Optional.ofNullable(property.getMetadata().getDescription()), isWritten, isRead, nullIsLeftOut, someAreLeftOut,
                member != null && annotations.findSerializer(member) != null,
                member != null && annotations.findUnwrappingNameTransformer(member) != null);
    }
}
