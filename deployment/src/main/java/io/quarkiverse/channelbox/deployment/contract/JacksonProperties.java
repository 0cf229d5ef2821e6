package io.quarkiverse.channelbox.deployment.contract;

import java.lang.reflect.Member;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.MethodScope;

/** Which fields and getters are properties of the JSON, and under which names: what Jackson says. */
final class JacksonProperties {

    /**
     * A property.
     *
     * @param written whether it is in what Jackson writes
     * @param read whether Jackson reads it
     * @param nullIsLeftOut whether it is not written where it is null
     * @param someAreLeftOut whether it is not written where it has some other values, too
     * @param hasOwnSerializer whether nobody knows what it is written as
     */
    record Property(String name, boolean written, boolean read, boolean nullIsLeftOut, boolean someAreLeftOut,
            boolean hasOwnSerializer) {
    }

    private final ObjectMapper mapper;
    private final Map<Class<?>, BeanDescription> beans = new HashMap<>();
    private final Map<Class<?>, Map<String, Property>> properties = new HashMap<>();

    JacksonProperties(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The property that the field or the getter is: of both, the field is taken. */
    Optional<Property> of(MemberScope<?, ?> member) {
        Map<String, Property> ofClass = properties.computeIfAbsent(member.getDeclaringType().getErasedType(), this::read);
        if (member instanceof FieldScope) {
            return Optional.ofNullable(ofClass.get(member.getDeclaredName()));
        }
        MethodScope method = (MethodScope) member;
        return method.getArgumentCount() == 0 ? Optional.ofNullable(ofClass.get(method.getDeclaredName() + "()"))
                : Optional.empty();
    }

    /** What Jackson knows of a class that it writes; it takes its time, so that it is asked once. */
    BeanDescription written(Class<?> type) {
        return beans.computeIfAbsent(type, absent -> mapper.getSerializationConfig().introspect(mapper.constructType(type)));
    }

    /** By the name of the field, or of the getter with its parentheses. */
    private Map<String, Property> read(Class<?> declaring) {
        Map<String, Property> read = new LinkedHashMap<>();
        BeanDescription written = written(declaring);
        Map<String, BeanPropertyDefinition> readable = new HashMap<>();
        if (!declaring.isInterface()) {
            mapper.getDeserializationConfig().introspect(mapper.constructType(declaring)).findProperties()
                    .forEach(property -> readable.put(property.getName(), property));
        }
        for (BeanPropertyDefinition property : written.findProperties()) {
            BeanPropertyDefinition twin = readable.remove(property.getName());
            add(read, declaring, property, property.couldSerialize(), twin != null && twin.couldDeserialize(), written);
        }
        readable.values().forEach(property -> add(read, declaring, property, false, true, written));
        return read;
    }

    private void add(Map<String, Property> read, Class<?> declaring, BeanPropertyDefinition property, boolean isWritten,
            boolean isRead, BeanDescription bean) {
        JsonInclude.Value inclusion = mapper.getSerializationConfig().getDefaultPropertyInclusion()
                .withOverrides(bean.findPropertyInclusion(JsonInclude.Value.empty()))
                .withOverrides(property.findInclusion());
        Include include = inclusion.getValueInclusion();
        boolean someAreLeftOut = include == Include.NON_EMPTY || include == Include.NON_DEFAULT || include == Include.CUSTOM;
        boolean nullIsLeftOut = someAreLeftOut || include == Include.NON_NULL || include == Include.NON_ABSENT;
        AnnotatedMember accessor = property.getAccessor();
        boolean hasOwnSerializer = accessor != null
                && mapper.getSerializationConfig().getAnnotationIntrospector().findSerializer(accessor) != null;
        read.put(key(declaring, property), new Property(property.getName(), isWritten, isRead, nullIsLeftOut,
                someAreLeftOut, hasOwnSerializer));
    }

    private static String key(Class<?> declaring, BeanPropertyDefinition property) {
        String field = property.hasField() ? property.getField().getName() : property.getInternalName();
        try {
            declaring.getDeclaredField(field);
            return field;
        } catch (NoSuchFieldException e) {
            AnnotatedMember accessor = property.getAccessor();
            Member member = accessor == null ? null : accessor.getMember();
            return member == null ? field : member.getName() + "()";
        }
    }
}
