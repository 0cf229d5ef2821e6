package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
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
    final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    /** Of whom this node was told that they are on others. */
    final List<String> presenceTold = Collections.synchronizedList(new ArrayList<>());
    volatile int cleanups;
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
        PresenceEntry entry = new PresenceEntry(id, "user of " + id, Map.of("colour", "réd"));
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
    public void presenceChanged(String group, Collection<PresenceEntry> joined, Collection<PresenceEntry> left) {
        joined.forEach(entry -> presenceTold.add(entry.connectionId()));
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

    @Override
    public void cleanExpired() {
        cleanups++;
    }
}
