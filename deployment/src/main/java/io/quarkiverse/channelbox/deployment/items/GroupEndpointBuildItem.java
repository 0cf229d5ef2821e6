package io.quarkiverse.channelbox.deployment.items;

import java.util.List;

import org.jboss.jandex.ClassInfo;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkus.builder.item.MultiBuildItem;

/** An endpoint whose connections join groups, with what its {@link ChannelGroup} annotations say. */
public final class GroupEndpointBuildItem extends MultiBuildItem {

    /** One annotation. */
    public record AnnotatedGroup(GroupTemplate template, String expires, ChannelGroup.HistoryMode history,
            PayloadType payloadType, ChannelGroup.JoinMode join, ChannelGroup.PublishMode publish) {

        /** Whether the other annotation says the same about its groups; who may do what is the endpoint's own affair. */
        public boolean hasMembersOf(AnnotatedGroup other) {
            return expires.equals(other.expires) && history == other.history && payloadType == other.payloadType;
        }

        /** Whether clients may join its groups when they like, or publish to them. */
        public boolean isUpToClients() {
            return join == ChannelGroup.JoinMode.ON_REQUEST || publish == ChannelGroup.PublishMode.MEMBERS;
        }
    }

    private final ClassInfo endpoint;
    private final String endpointId;
    private final List<AnnotatedGroup> groups;

    public GroupEndpointBuildItem(ClassInfo endpoint, String endpointId, List<AnnotatedGroup> groups) {
        this.endpoint = endpoint;
        this.endpointId = endpointId;
        this.groups = List.copyOf(groups);
    }

    public ClassInfo endpoint() {
        return endpoint;
    }

    public String endpointId() {
        return endpointId;
    }

    public List<AnnotatedGroup> groups() {
        return groups;
    }
}
