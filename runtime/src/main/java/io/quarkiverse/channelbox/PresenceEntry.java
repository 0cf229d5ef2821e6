package io.quarkiverse.channelbox;

import java.util.Map;

/**
 * One channel of a group, as {@link Group#presence()} shows it.
 *
 * @param connectionId the id of the connection
 * @param principal the name of the authenticated principal, or {@code null}
 * @param attributes the attributes given at the join
 */
public record PresenceEntry(String connectionId, String principal, Map<String, String> attributes) {
}
