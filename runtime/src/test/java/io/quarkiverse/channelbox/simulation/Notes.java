package io.quarkiverse.channelbox.simulation;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.websockets.next.UserData;

/** What is kept with a connection; that of WebSockets Next is its own. */
final class Notes implements UserData {

    private final Map<String, Object> values = new HashMap<>();

    @Override
    @SuppressWarnings("unchecked")
    public <V> V get(TypedKey<V> key) {
        return (V) values.get(key.value());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> V put(TypedKey<V> key, V value) {
        return (V) values.put(key.value(), value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> V remove(TypedKey<V> key) {
        return (V) values.remove(key.value());
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public void clear() {
        values.clear();
    }
}
