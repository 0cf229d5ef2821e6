package io.quarkiverse.channelbox.benchmark.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkus.websockets.next.WebSocketConnection;

/** A set of connections for each group, as an application keeps them that has nothing else. Thread-safe. */
final class ConnectionSets {

    private final Map<String, Set<WebSocketConnection>> groups = new ConcurrentHashMap<>();

    void add(WebSocketConnection connection) {
        groups.computeIfAbsent(group(connection), name -> ConcurrentHashMap.newKeySet()).add(connection);
    }

    void remove(WebSocketConnection connection) {
        groups.get(group(connection)).remove(connection);
    }

    /** Those of the group of one of them. */
    Set<WebSocketConnection> with(WebSocketConnection connection) {
        return groups.get(group(connection));
    }

    private static String group(WebSocketConnection connection) {
        return connection.pathParam("group");
    }
}
