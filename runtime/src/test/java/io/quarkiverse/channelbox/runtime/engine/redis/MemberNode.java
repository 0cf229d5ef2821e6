package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.Reached;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** A node and its members. */
final class MemberNode extends NoMembers implements EngineListener {

    final Map<String, Map<String, PresenceEntry>> here = new ConcurrentHashMap<>();
    final List<String> received = Collections.synchronizedList(new ArrayList<>());
    final List<String> joined = Collections.synchronizedList(new ArrayList<>());
    final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    /** Of whom this node was told that they are on others. */
    final List<String> presenceTold = Collections.synchronizedList(new ArrayList<>());
    /** The groups that have members on other nodes. */
    final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    final List<String> changesElsewhere = new CopyOnWriteArrayList<>();
    volatile int cleanups;
    volatile int flushes;
    RedisEngine engine;

    /** Does not wait until it is connected. */
    CompletableFuture<Void> start(RedisEngines engines, String server, String prefix, Duration timeout) {
        engine = engines.create(this, new SystemTimeSource(), server, prefix, timeout);
        return engine.start(this);
    }

    void join(String group, String id) {
        beginToJoin(group, id).await().indefinitely();
    }

    Uni<LogStart> beginToJoin(String group, String id) {
        Uni<LogStart> joined = engine.subscribe(group, ReplayRequest.last(0));
        PresenceEntry entry = PresenceEntry.of(id, Optional.of("user of " + id), Map.of("colour", "réd"));
        here.computeIfAbsent(group, name -> new ConcurrentHashMap<>()).put(id, entry);
        engine.otherNodes().joined(group, entry);
        return joined;
    }

    /** The group has others that stay. */
    void leave(String group, String id) {
        engine.otherNodes().left(group, here.get(group).remove(id));
    }

    Map<String, Integer> groupsElsewhere() {
        return engine.otherNodes().groups().await().indefinitely();
    }

    void send(Target target, String text) {
        begin(target, text).await().indefinitely();
    }

    Uni<Receipt> begin(Target target, String text) {
        return engine.publish(new Publication(target, EncodedPayload.text(text), SendOptions.defaults(), null, false));
    }

    @Override
    public int onMessage(Delivery delivery) {
        received.add(delivery.publication().target() + " " + delivery.payload().text());
        return 1;
    }

    @Override
    public void onGap(String group, OptionalLong missed) {
        received.add("gap");
    }

    @Override
    public void presenceChanged(String group) {
        engine.otherNodes().known(group).forEach(entry -> presenceTold.add(entry.connectionId().orElseThrow()));
    }

    @Override
    public boolean observesGroups() {
        return true;
    }

    @Override
    public void occupiedElsewhere(String group, boolean occupied) {
        boolean isNews = elsewhere.contains(group) != occupied;
        // Before that: who waits for the group looks at the changes next.
        changesElsewhere.add((isNews ? "" : "again ") + (occupied ? "+" : "-") + group);
        if (occupied) {
            elsewhere.add(group);
        } else {
            elsewhere.remove(group);
        }
    }

    @Override
    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new HashMap<>();
        here.forEach((group, members) -> sizes.put(group, members.size()));
        return sizes;
    }

    @Override
    public int size(String group) {
        return members(group).size();
    }

    @Override
    public Collection<PresenceEntry> members(String group) {
        return here.getOrDefault(group, Map.of()).values();
    }

    @Override
    public Uni<Integer> flush(String group) {
        flushes++;
        int count = group == null ? sizes().values().stream().mapToInt(Integer::intValue).sum() : size(group);
        return Uni.createFrom().item(count);
    }

    @Override
    public Uni<Boolean> disconnect(String group, String connectionId, CloseReason reason) {
        boolean isHere = here.getOrDefault(group, Map.of()).containsKey(connectionId);
        if (isHere) {
            closed.add(connectionId + ' ' + reason.getCode() + ' ' + reason.getMessage());
        }
        return Uni.createFrom().item(isHere);
    }

    /** The one connection that is a target, if it is here; a user is everybody of that name. */
    private Set<String> here(Target clients) {
        return here.values().stream().flatMap(members -> members.values().stream())
                .filter(entry -> clients.kind() == Target.Kind.CONNECTION
                        ? entry.connectionId().equals(Optional.of(clients.name()))
                        : entry.principal().equals(Optional.of(clients.name())))
                .map(entry -> entry.connectionId().orElseThrow()).collect(Collectors.toSet());
    }

    @Override
    public Uni<Reached> join(Target clients, String group, JoinOptions options) {
        return Uni.createFrom().item(() -> {
            if (group.equals("full")) {
                throw new GroupFullException("Group 'full' is full");
            }
            Set<String> found = here(clients);
            found.forEach(id -> joined.add(id + ' ' + group + ' ' + options));
            return new Reached(found.size(), found.size());
        });
    }

    @Override
    public Uni<Reached> leave(Target clients, String group) {
        Set<String> found = here(clients);
        return Uni.createFrom().item(new Reached(found.size(),
                (int) found.stream().filter(here.getOrDefault(group, Map.of())::containsKey).count()));
    }

    @Override
    public Uni<Reached> disconnect(Target clients, CloseReason reason) {
        Set<String> found = here(clients);
        found.forEach(id -> closed.add(id + ' ' + reason.getCode() + ' ' + reason.getMessage()));
        return Uni.createFrom().item(new Reached(found.size(), found.size()));
    }

    @Override
    public Uni<CleanupReport> cleanExpired() {
        cleanups++;
        return Uni.createFrom().item(CleanupReport.of(1, 2, 3, 4));
    }
}
