package io.quarkiverse.channelbox.concurrency;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Objects that do nothing: what a class needs that is none of what is checked. */
public final class Stubs {

    private Stubs() {
    }

    /** What it returns is nothing as well. */
    public static <T> T of(Class<T> type) {
        return of(type, Map.of());
    }

    /** @param values that methods of these names return */
    public static <T> T of(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(Stubs.class.getClassLoader(), new Class<?>[] { type },
                (proxy, method, arguments) -> values.containsKey(method.getName()) ? values.get(method.getName())
                        : nothing(proxy, method, arguments)));
    }

    private static Object nothing(Object proxy, Method method, Object[] arguments) {
        Class<?> type = method.getReturnType();
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "nothing";
            default -> type == boolean.class ? (Object) false
                    : type == int.class ? (Object) 0
                            : type == long.class ? (Object) 0L
                                    : type == Optional.class ? Optional.empty()
                                            : type == OptionalInt.class ? OptionalInt.empty()
                                                    : type.isInterface() ? of(type) : null;
        };
    }
}
