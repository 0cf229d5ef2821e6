package io.quarkiverse.channelbox.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.quarkus.arc.All;

/**
 * The beans of one node, made by their constructors as the container makes them: whatever is bound, else the class itself; all
 * bound ones of a type for a list; an instance that is not resolvable where nothing is bound.
 */
public final class Beans {

    private final Map<Class<?>, Object> made = new LinkedHashMap<>();
    private final Map<Class<?>, Class<?>> implementations = new LinkedHashMap<>();

    public <T> Beans bind(Class<? super T> type, T bean) {
        made.put(type, bean);
        return this;
    }

    /** The class is the bean of the type. */
    public <T> Beans bean(Class<T> type, Class<? extends T> implementation) {
        implementations.put(type, implementation);
        return this;
    }

    public <T> T get(Class<T> type) {
        Object known = made.get(type);
        if (known == null) {
            known = implementations.containsKey(type) ? get(implementations.get(type)) : make(type);
            made.put(type, known);
        }
        return type.cast(known);
    }

    private Object make(Class<?> type) {
        if (type.isInterface()) {
            throw new IllegalStateException("Nothing is bound for " + type);
        }
        List<Constructor<?>> constructors = Arrays.asList(type.getDeclaredConstructors());
        Constructor<?> constructor = constructors.stream().filter(each -> each.isAnnotationPresent(Inject.class)).findFirst()
                .orElse(constructors.get(0));
        try {
            constructor.setAccessible(true);
            List<Object> arguments = new ArrayList<>();
            for (Parameter parameter : constructor.getParameters()) {
                arguments.add(argument(parameter));
            }
            return constructor.newInstance(arguments.toArray());
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(type.getName(), e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type.getName(), e.getCause());
        }
    }

    private Object argument(Parameter parameter) {
        if (parameter.isAnnotationPresent(All.class)) {
            Class<?> element = raw(((ParameterizedType) parameter.getParameterizedType()).getActualTypeArguments()[0]);
            return made.values().stream().filter(element::isInstance).distinct().toList();
        }
        if (parameter.getType() == Instance.class || parameter.getType().getSimpleName().equals("Event")) {
            return nothing(parameter.getType());
        }
        return get(parameter.getType());
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType parameterized ? (Class<?>) parameterized.getRawType() : (Class<?>) type;
    }

    private static Object nothing(Class<?> type) {
        return Proxy.newProxyInstance(Beans.class.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
            if (method.getName().equals("isResolvable")) {
                return false;
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }
}
