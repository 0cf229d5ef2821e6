package io.quarkiverse.channelbox.runtime.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;

/**
 * What binds an endpoint to its groups. The build generates one bean for each annotated endpoint, which extends this class and
 * does no more than to call {@link #declare} in its constructor and to write the names, part by part, in {@link #writeNames}.
 */
public abstract class GroupBinding {

    private final String endpointId;
    private final List<GroupDefaults> defaults = new ArrayList<>();

    protected GroupBinding(String endpointId) {
        this.endpointId = endpointId;
    }

    /** Called by the generated constructor, once for each annotation. */
    protected final void declare(String template, String expires, String history, String payloadType, String join,
            String publish) {
        defaults.add(GroupDefaults.of(template, expires, history, payloadType, join, publish));
    }

    /**
     * A name that a client may use.
     *
     * @param template that it fits
     * @param values what stands in it for the placeholders of which the upgrade did not tell the value, by name
     */
    public record Permitted(String template, Map<String, String> values) {
    }

    /**
     * By what a client may join a group on request; empty if it may not.
     *
     * @param upgrade what its upgrade told, which the name has to agree with
     * @throws MissingValueException if the upgrade did not tell what it should have
     */
    public Optional<Permitted> requestable(String group, NameValues upgrade) {
        return fitting(group, upgrade, each -> each.join() == JoinMode.ON_REQUEST);
    }

    /**
     * By what a member may publish to a group; empty if it may not.
     *
     * @param upgrade what its upgrade told, which the name has to agree with
     * @throws MissingValueException if the upgrade did not tell what it should have
     */
    public Optional<Permitted> publishable(String group, NameValues upgrade) {
        return fitting(group, upgrade, each -> each.publish() == PublishMode.MEMBERS);
    }

    private Optional<Permitted> fitting(String group, NameValues upgrade, Predicate<GroupDefaults> isAllowed) {
        return defaults.stream().filter(isAllowed).map(GroupDefaults::template).filter(template -> template.matches(group))
                .flatMap(template -> template.values(group, upgrade)
                        .map(values -> new Permitted(template.value(), values)).stream())
                .findFirst();
    }

    /** Computes the names of the groups that are joined when a connection opens, from the handshake. */
    public abstract void writeNames(GroupNameWriter names);

    public String endpointId() {
        return endpointId;
    }

    public List<GroupDefaults> defaults() {
        return defaults;
    }
}
