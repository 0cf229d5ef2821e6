package io.quarkiverse.channelbox.runtime.devui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.channelbox.NodeSnapshot.GroupState;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.snapshot.Snapshots;
import io.smallrye.mutiny.Uni;

/** The group that one browser is shown. */
final class GroupLook {

    private static final int MOST_ATTRIBUTES = 20;
    private static final int MOST_ATTRIBUTE = 100;
    private static final Comparator<Member> OLDEST_FIRST = Comparator.comparing(Member::joinedAt)
            .thenComparing(member -> member.laneConnection().id());

    private final Groups groups;
    private final Snapshots snapshots;
    private final GroupNameRules names;
    private final StoredMessages stored;
    private final String name;
    private final String filter;
    private final Page page;

    /** @param filter a part of the id of a connection, of its principal or of an attribute, in whichever case */
    GroupLook(Groups groups, Snapshots snapshots, GroupNameRules names, StoredMessages stored, String name, String filter,
            Page page) {
        this.groups = groups;
        this.snapshots = snapshots;
        this.names = names;
        this.stored = stored;
        this.name = name;
        this.filter = filter.strip().toLowerCase(Locale.ROOT);
        this.page = page;
    }

    Uni<GroupView> look() {
        List<Member> matching = new ArrayList<>(groups.group(name).map(GroupMembers::members).orElse(List.of()));
        matching.removeIf(member -> !matches(member));
        matching.sort(OLDEST_FIRST);
        List<GroupView.ChannelRow> rows = page.of(matching).stream().map(GroupLook::row).toList();
        GroupState group = snapshots.group(name);
        return Uni.createFrom().item(() -> names.check(name)).flatMap(stored::newest)
                .map(history -> view(group, matching.size(), rows, history, null))
                .onFailure().recoverWithItem(failure -> view(group, matching.size(), rows, List.of(), Outcome.why(failure)));
    }

    private boolean matches(Member member) {
        return contains(member.laneConnection().id()) || member.principal().filter(this::contains).isPresent()
                || member.attributes().values().stream().anyMatch(this::contains);
    }

    private boolean contains(String text) {
        return text.toLowerCase(Locale.ROOT).contains(filter);
    }

    private static GroupView view(GroupState group, int matching, List<GroupView.ChannelRow> rows,
            List<GroupView.MessageRow> history, String trouble) {
        return new GroupView(group.name(), group.template(), group.channels(), Page.rounded(group.messagesPerSecond()),
                group.bufferedBytes(), matching, rows, history, trouble);
    }

    private static GroupView.ChannelRow row(Member member) {
        Map<String, String> attributes = new TreeMap<>();
        member.attributes().entrySet().stream().limit(MOST_ATTRIBUTES)
                .forEach(each -> attributes.put(Cut.off(each.getKey(), MOST_ATTRIBUTE),
                        Cut.off(each.getValue(), MOST_ATTRIBUTE)));
        return new GroupView.ChannelRow(member.laneConnection().id(), member.principal().orElse(null), attributes,
                member.joinedAt().toEpochMilli(), member.lastActive().toEpochMilli(),
                member.laneConnection().speaksProtocol(), member.isCatchingUp(), member.laneConnection().bufferedBytes());
    }
}
