package io.quarkiverse.channelbox.runtime.devui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.message.HistoryMessage;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The histories of groups, for one browser. What was counted is remembered for a while, since it may come from a server. */
final class StoredMessages {

    /** How many messages of a group are counted, or shown. */
    static final int MOST = 100;
    private static final int MOST_PAYLOAD = 500;
    /** After so many looks all are counted again: they expire, and other nodes store some, too. */
    private static final int LOOKS = 10;
    /** After so many looks a group that has messages is counted again, for which they are all read. */
    private static final int LOOKS_AT_BUSY = 5;

    private final Engine engine;
    private final PositionSigner positions;
    private final Map<String, Integer> counted = new HashMap<>();
    private Set<String> groups = Set.of();
    private int looks;

    StoredMessages(Engine engine, PositionSigner positions) {
        this.engine = engine;
        this.positions = positions;
    }

    /** The groups that have some; none while that cannot be asked. */
    Uni<Set<String>> groups() {
        if (looks++ % LOOKS != 0) {
            return Uni.createFrom().item(groups);
        }
        counted.clear();
        return engine.groupsWithHistory().onFailure().recoverWithItem(Set.of()).invoke(found -> groups = found);
    }

    /**
     * How many each of the groups has, up to one more than {@link #MOST}.
     *
     * @param busy those that are counted again soon
     */
    Uni<Map<String, Integer>> count(List<String> names, Set<String> busy) {
        if (looks % LOOKS_AT_BUSY == 1) {
            counted.keySet().removeAll(busy);
        }
        return Multi.createFrom().iterable(names).filter(name -> !counted.containsKey(name))
                .onItem().transformToUniAndConcatenate(name -> engine.history(name, HistoryQuery.last(MOST + 1))
                        .map(List::size).onFailure().recoverWithItem(0).invoke(size -> counted.put(name, size)))
                .collect().last().replaceWith(() -> Map.copyOf(counted));
    }

    /** The newest of a group, the newest first. */
    Uni<List<GroupView.MessageRow>> newest(String group) {
        return engine.history(group, HistoryQuery.last(MOST).backward())
                .map(messages -> messages.stream().map(message -> row(new HistoryMessage(message, positions))).toList());
    }

    private static GroupView.MessageRow row(ChannelMessage message) {
        String payload = message.payloadType() == PayloadType.BINARY ? message.bytes().length + " bytes"
                : Cut.off(message.text(), MOST_PAYLOAD);
        return new GroupView.MessageRow(message.id(), message.created().toEpochMilli(),
                message.event().map(event -> Cut.off(event, MOST_PAYLOAD)).orElse(null), message.payloadType().name(), payload);
    }
}
