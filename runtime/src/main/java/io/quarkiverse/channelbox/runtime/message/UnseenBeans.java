package io.quarkiverse.channelbox.runtime.message;

import java.lang.reflect.Modifier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.impl.UnknownSerializer;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;

/**
 * Lets the writing fail of what Jackson would write as <code>{}</code> only since reflection shows nothing of its class.
 * Jackson itself fails in most cases, but not where the class has an annotation of Jackson, or where empty beans are allowed.
 */
final class UnseenBeans extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    private final transient Predicate<Class<?>> unseen;

    /** @param unseen whether reflection does not show what a class has; asked only where no property was found */
    UnseenBeans(Predicate<Class<?>> unseen) {
        this.unseen = unseen;
    }

    /**
     * Whether, in a native binary, a class without properties seems not to be registered for reflection, as far as that can be
     * told. What is registered has a constructor, what is registered with its methods has methods, unless there are none: a
     * class without any has nothing that could be meant to be sent, and records always have some. Static ones do not count:
     * Quarkus registers those with {@code @JsonCreator} on their own. Nor do the fields of a record, which can be seen in any
     * case. A class that is not registered hides the properties that others inherit from it.
     */
    static boolean isUnregistered(Class<?> type) {
        boolean methods = type == Object.class;
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            boolean hasMethods = Stream.of(each.getDeclaredMethods())
                    .anyMatch(method -> !Modifier.isStatic(method.getModifiers()));
            if (!hasMethods && each.getDeclaredConstructors().length == 0
                    && (each.isRecord() || each.getDeclaredFields().length == 0)) {
                return true;
            }
            methods |= hasMethods;
        }
        return !methods;
    }

    @Override
    public JsonSerializer<?> modifySerializer(SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
        return isWithoutProperties(serializer) && unseen.test(bean.getBeanClass()) ? new Refusal(bean) : serializer;
    }

    private static boolean isWithoutProperties(JsonSerializer<?> serializer) {
        return serializer instanceof UnknownSerializer
                || serializer instanceof BeanSerializerBase && !serializer.properties().hasNext();
    }

    private static final class Refusal extends JsonSerializer<Object> {

        private final BeanDescription bean;

        Refusal(BeanDescription bean) {
            this.bean = bean;
        }

        @Override
        public void serialize(Object value, JsonGenerator json, SerializerProvider provider) throws JsonMappingException {
            provider.reportBadTypeDefinition(bean, "nothing of the class is registered for reflection, it would become {}");
        }

        @Override
        public void serializeWithType(Object value, JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                throws JsonMappingException {
            serialize(value, json, provider);
        }
    }
}
