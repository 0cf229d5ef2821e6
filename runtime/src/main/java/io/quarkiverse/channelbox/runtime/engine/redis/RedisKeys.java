package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.charset.StandardCharsets;

/**
 * The names of keys and channels. Group names are percent-encoded (RFC 3986) but for letters and digits of ASCII and
 * {@code . _ : @ + -}, and stand in braces, so that a Redis Cluster keeps all keys of a group in one slot.
 */
final class RedisKeys {

    private static final String PLAIN = "._:@+-";

    private final String prefix;
    private final int database;

    /** @param database in which the keys are: channels are of none, and an application in another one is another one */
    RedisKeys(String prefix, int database) {
        this.prefix = prefix;
        this.database = database;
    }

    /** Epoch, last offset and the like; a hash. */
    String meta(String group) {
        return of(group) + ":m";
    }

    /** The stored messages; a stream. */
    String stream(String group) {
        return of(group) + ":s";
    }

    /** What became of the last batch that a node published. */
    String outcome(String group, String node) {
        return of(group) + ":r:" + node;
    }

    /** The idempotency keys, with what was sent and until when that is remembered; a hash. */
    String idempotencyKeys(String group) {
        return of(group) + ":i";
    }

    /** The idempotency keys, by when they were sent; a sorted set. */
    String idempotencyOrder(String group) {
        return of(group) + ":o";
    }

    /** The members of a group on a node, by connection id; a hash. */
    String members(String group, String node) {
        return of(group) + ":p:" + node;
    }

    /** Where the messages of a group are published. */
    String channel(String group) {
        return of(group) + ":c:" + database;
    }

    /** What is for all nodes: messages to users and unions, commands, heartbeats. */
    String allChannel() {
        return prefix + "all:" + database;
    }

    /** Where nodes tell which groups have members on them. */
    String occupancyChannel() {
        return prefix + "occupancy:" + database;
    }

    /** The keys with which the script publishes what is for all nodes; no group has them. */
    String broadcastMeta() {
        return prefix + "{~}:m";
    }

    String broadcastStream() {
        return prefix + "{~}:s";
    }

    String broadcastOutcome(String node) {
        return prefix + "{~}:r:" + node;
    }

    /** What is for one node only. */
    String nodeChannel(String node) {
        return prefix + "node:" + node + ':' + database;
    }

    /** The one by which a server, by its number, tells a node where it is between the messages that it publishes. */
    String nodeChannel(String node, int server) {
        return server == 0 ? nodeChannel(node) : nodeChannel(node) + ':' + server;
    }

    /** What the nodes sign positions with; a string. */
    String positionKey() {
        return prefix + "position-key";
    }

    /** The groups that have stored messages, by the time at which the first of those expires; a sorted set. */
    String groups() {
        return prefix + "groups";
    }

    /** The nodes, by the time until which they are taken to be alive; a sorted set. */
    String nodes() {
        return prefix + "nodes";
    }

    /** How many members each group has on a node; a hash. */
    String nodeGroups(String node) {
        return prefix + "node:" + node + ":g";
    }

    /** One that the same server of a cluster has, and nobody needs. */
    String probe(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        return prefix + "probe:{" + (close > open + 1 ? key.substring(open + 1, close) : key) + '}';
    }

    private String of(String group) {
        return prefix + '{' + encode(group) + '}';
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
