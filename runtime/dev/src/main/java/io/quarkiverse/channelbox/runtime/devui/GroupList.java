package io.quarkiverse.channelbox.runtime.devui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkiverse.channelbox.NodeSnapshot.GroupState;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.snapshot.Snapshots;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.smallrye.mutiny.Uni;

/** The groups that one browser is shown: of all that match it, those of a page are looked at. */
final class GroupList {

    private final Groups groups;
    private final Snapshots snapshots;
    private final TimeSource time;
    private final StoredMessages stored;
    private final String filter;
    private final String sort;
    private final Page page;

    /**
     * @param filter a part of the name, in whichever case
     * @param sort {@code name}, {@code rate} or {@code buffered}; else by channels
     */
    GroupList(Groups groups, Snapshots snapshots, TimeSource time, StoredMessages stored, String filter, String sort,
            Page page) {
        this.groups = groups;
        this.snapshots = snapshots;
        this.time = time;
        this.stored = stored;
        this.filter = filter.strip().toLowerCase(Locale.ROOT);
        this.sort = sort;
        this.page = page;
    }

    Uni<GroupPage> look() {
        return stored.groups().flatMap(this::look);
    }

    private Uni<GroupPage> look(Set<String> withHistory) {
        Set<String> names = new HashSet<>(withHistory);
        int channels = 0;
        for (GroupMembers group : groups.all()) {
            if (group.size() > 0) {
                names.add(group.name());
                channels += group.size();
            }
        }
        List<String> matching = new ArrayList<>(names);
        matching.removeIf(name -> !name.toLowerCase(Locale.ROOT).contains(filter));
        matching.sort(order(matching));
        List<GroupState> shown = page.of(matching).stream().map(snapshots::group).toList();
        int all = channels;
        return history(shown, withHistory)
                .map(history -> new GroupPage(names.size(), all, matching.size(), rows(shown, history)));
    }

    /** What it goes by is looked at once for each, since it changes meanwhile. */
    private Comparator<String> order(List<String> names) {
        if (sort.equals("name")) {
            return Comparator.naturalOrder();
        }
        Map<String, Double> keys = names.stream().collect(Collectors.toMap(name -> name, this::key));
        return Comparator.<String> comparingDouble(keys::get).reversed().thenComparing(Comparator.naturalOrder());
    }

    private double key(String name) {
        return switch (sort) {
            case "rate" -> groups.group(name).map(group -> group.messagesPerSecond(time.ticks())).orElse(0.0);
            case "buffered" -> snapshots.group(name).bufferedBytes();
            default -> groups.group(name).map(GroupMembers::size).orElse(0);
        };
    }

    private Uni<Map<String, Integer>> history(List<GroupState> shown, Set<String> withHistory) {
        Set<String> busy = shown.stream().filter(group -> group.messagesPerSecond() > 0).map(GroupState::name)
                .collect(Collectors.toSet());
        return stored.count(shown.stream().map(GroupState::name)
                .filter(name -> withHistory.contains(name) || busy.contains(name)).toList(), busy);
    }

    private static List<GroupPage.Row> rows(List<GroupState> shown, Map<String, Integer> history) {
        return shown.stream().map(group -> new GroupPage.Row(group.name(), group.template(), group.channels(),
                Page.rounded(group.messagesPerSecond()), group.bufferedBytes(), group.catchingUp(),
                history.getOrDefault(group.name(), 0))).toList();
    }
}
