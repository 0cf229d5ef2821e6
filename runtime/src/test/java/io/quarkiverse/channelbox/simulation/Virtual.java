package io.quarkiverse.channelbox.simulation;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

/** What the {@link VirtualLoader} puts in the place of methods of the JDK, and of Vert.x. */
public final class Virtual {

    private static World world;
    private static int hashes;

    private Virtual() {
    }

    static void enter(World entered) {
        world = entered;
        hashes = 0;
    }

    // ---- time ----

    public static long nanoTime() {
        return world == null ? 0 : world.time();
    }

    public static long passingNanoTime() {
        return world == null ? 0 : world.passingTime();
    }

    public static long currentTimeMillis() {
        return world == null ? 0 : world.timeOfDay();
    }

    public static Instant now() {
        return Instant.ofEpochMilli(currentTimeMillis());
    }

    // ---- what is drawn ----

    public static Random random() {
        return world.random();
    }

    public static UUID randomUUID() {
        return new UUID(world.random().nextLong(), world.random().nextLong());
    }

    /** In the place of one that nobody can foretell. */
    public static final class Secure extends SecureRandom {

        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            world.random().nextBytes(bytes);
        }

        @Override
        public long nextLong() {
            return world.random().nextLong();
        }
    }

    // ---- order ----

    /** The hash code of what has none of its own: the next number at the first use. */
    public static int hash(int known) {
        return known != 0 ? known : ++hashes * 0x9E3779B1 | 1;
    }

    @SafeVarargs
    public static <T> Set<T> setOf(T... elements) {
        return setCopyOf(Arrays.asList(elements));
    }

    public static <T> Set<T> setOf() {
        return Collections.emptySet();
    }

    public static <T> Set<T> setOf(T element) {
        return Collections.singleton(element);
    }

    public static <T> Set<T> setOf(T first, T second) {
        return setCopyOf(Arrays.asList(first, second));
    }

    public static <T> Set<T> setOf(T first, T second, T third) {
        return setCopyOf(Arrays.asList(first, second, third));
    }

    public static <T> Set<T> setOf(T first, T second, T third, T fourth) {
        return setCopyOf(Arrays.asList(first, second, third, fourth));
    }

    public static <T> Set<T> setOf(T first, T second, T third, T fourth, T fifth) {
        return setCopyOf(Arrays.asList(first, second, third, fourth, fifth));
    }

    public static <T> Set<T> setCopyOf(Collection<? extends T> elements) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }

    public static <K, V> Map<K, V> mapOf() {
        return Collections.emptyMap();
    }

    public static <K, V> Map<K, V> mapOf(K key, V value) {
        return Collections.singletonMap(key, value);
    }

    public static <K, V> Map<K, V> mapOf(K key, V value, K key2, V value2) {
        return map(key, value, key2, value2);
    }

    public static <K, V> Map<K, V> mapOf(K key, V value, K key2, V value2, K key3, V value3) {
        return map(key, value, key2, value2, key3, value3);
    }

    public static <K, V> Map<K, V> mapOf(K key, V value, K key2, V value2, K key3, V value3, K key4, V value4) {
        return map(key, value, key2, value2, key3, value3, key4, value4);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Map<K, V> map(Object... all) {
        Map<K, V> map = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i += 2) {
            map.put((K) all[i], (V) all[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }

    public static <K, V> Map<K, V> mapCopyOf(Map<? extends K, ? extends V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    // ---- Mutiny and Vert.x ----

    /** For what is to happen after a time. */
    public static ScheduledExecutorService getDefaultWorkerPool() {
        return (ScheduledExecutorService) Proxy.newProxyInstance(Virtual.class.getClassLoader(),
                new Class<?>[] { ScheduledExecutorService.class }, (proxy, method, arguments) -> {
                    if (!method.getName().equals("schedule") || !(arguments[0] instanceof Runnable task)) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    FutureTask<?> due = new FutureTask<>(task, null);
                    world.after(((TimeUnit) arguments[2]).toNanos((long) arguments[1]), due);
                    return Proxy.newProxyInstance(Virtual.class.getClassLoader(), new Class<?>[] { ScheduledFuture.class },
                            (future, called, values) -> called.invoke(due, values));
                });
    }

    public static Context currentContext() {
        return world == null ? null : world.currentContext();
    }

    public static ContextInternal currentInternal() {
        return (ContextInternal) currentContext();
    }

    public static boolean isOnEventLoopThread() {
        return currentContext() != null;
    }
}
