package io.quarkiverse.channelbox.runtime.membership;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.netty.channel.EventLoop;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.concurrency.Stubs;
import io.quarkiverse.channelbox.concurrency.Threads;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.NoOtherNodes;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.engine.memory.Limits;
import io.quarkiverse.channelbox.runtime.engine.memory.LocalEngine;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.ConnectionEvents;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.Positions;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.presence.OccupancyListener;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkiverse.channelbox.simulation.Beans;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.config.WebSocketsServerRuntimeConfig;
import io.vertx.core.Vertx;

/** Joins, leaves, reserved places and ends at once: never more than may be, and nothing is left over. */
@Tag("long")
class PlacesConcurrencyTest {

    private static final int ROUNDS = 1_000;
    private static final List<String> GROUPS = List.of("a", "b", "c");
    private static final Vertx VERTX = Stubs.of(Vertx.class);
    private static final EventLoop LOOP = Stubs.of(EventLoop.class);
    private static final ValidatedConfig BOUNDED = TestConfig.of("max-channels", "3", "max-channels-per-group", "2",
            "max-groups", "2");

    /** The beans that know of memberships, on event loops that do nothing. */
    private static final class Node {

        private final Groups groups;
        private final Memberships memberships;
        private final List<Connection> connections;
        /** By thread; what it has reserved and not given back. */
        private final List<Deque<String>> reserved = Stream.<Deque<String>> generate(ArrayDeque::new).limit(3).toList();

        Node() {
            EngineListener nobody = new EngineListener() {
                @Override
                public int onMessage(Delivery delivery) {
                    return 0;
                }

                @Override
                public void onGap(String group, OptionalLong missed) {
                    throw new AssertionError("Nothing is missing");
                }
            };
            Beans beans = new Beans().bind(Vertx.class, VERTX).bind(ValidatedConfig.class, BOUNDED)
                    .bind(TimeSource.class, new ManualTime()).bind(Counts.class, new NoCounts())
                    .bind(GroupSettingsResolver.class, new GroupSettingsResolver(BOUNDED, List.of()))
                    .bind(OtherNodes.class, new NoOtherNodes())
                    .bind(WebSocketsServerRuntimeConfig.class, Stubs.of(WebSocketsServerRuntimeConfig.class))
                    .bind(VertxHttpConfig.class, Stubs.of(VertxHttpConfig.class))
                    .bean(OccupancyListener.class, GroupEvents.class);
            beans.bind(Engine.class, new LocalEngine(nobody, beans.get(TimeSource.class), Limits.NONE));
            groups = beans.get(Groups.class);
            memberships = beans.get(Memberships.class);
            connections = IntStream.range(0, 3).mapToObj(i -> new Connection(
                    Stubs.of(WebSocketConnection.class, Map.of("id", "c" + i)), Optional.empty(), Optional.of("user"),
                    Positions.NONE, beans.get(Lanes.class).lane(LOOP), Stubs.of(ConnectionEvents.class))).toList();
        }

        String join(int connection, String group) {
            try {
                memberships.join(connections.get(connection), group, JoinOptions.defaults());
                return "in";
            } catch (GroupFullException e) {
                return "full";
            } catch (ConnectionClosedException e) {
                return "closed";
            }
        }

        boolean leave(int connection, String group) {
            return memberships.leave(connections.get(connection), group, LeaveReason.LEFT);
        }

        boolean reserve(int thread, String group) {
            boolean isReserved = memberships.reserve(group).isPresent();
            if (isReserved) {
                reserved.get(thread).add(group);
            }
            return isReserved;
        }

        boolean release(int thread) {
            String group = reserved.get(thread).poll();
            if (group != null) {
                memberships.release(group);
            }
            return group != null;
        }

        /** Upgrades become members in this way. */
        boolean redeem(int thread) {
            String group = reserved.get(thread).poll();
            if (group != null) {
                memberships.joinReserved(connections.get(thread), group);
            }
            return group != null;
        }

        Object state() {
            Map<String, Object> state = new TreeMap<>();
            groups.all().forEach(group -> state.put(group.name(), new TreeSet<>(
                    group.members().stream().map(member -> member.connection().id()).toList())));
            state.put("places", memberships.size());
            state.put("reserved", reserved.stream().map(List::copyOf).flatMap(Collection::stream).sorted().toList());
            state.put("connections", connections.stream().map(
                    each -> each.members().stream().map(member -> member.group()).sorted().toList()).toList());
            return state;
        }

        Object end(int connection) {
            return memberships.leaveAll(connections.get(connection), LeaveReason.CLOSED);
        }

        /** All go: nothing is left. */
        Object stateWithoutAnybody() {
            for (int i = 0; i < connections.size(); i++) {
                while (release(i)) {
                    // One after the other.
                }
                end(i);
            }
            return state() + " " + memberships.hasPlaces(List.of("x", "y"));
        }
    }

    private static Threads<Node> threads(boolean areAllGone) {
        Threads<Node> threads = new Threads<>(Node::new,
                areAllGone ? Node::stateWithoutAnybody : Node::state);
        for (String group : GROUPS) {
            for (int i = 0; i < 3; i++) {
                int connection = i;
                threads.call("join " + connection + " " + group, (node, thread) -> node.join(connection, group))
                        .call("leave " + connection + " " + group, (node, thread) -> node.leave(connection, group));
            }
            threads.call("reserve " + group, (node, thread) -> node.reserve(thread, group));
        }
        return threads.call("release", Node::release).call("size", (node, thread) -> node.memberships.size());
    }

    @Test
    void boundsAreKeptAndNobodyIsRefusedForNothing() {
        threads(false).areSteps(ROUNDS);
    }

    @Test
    void nothingIsLeftOver() {
        threads(true).call("redeem", (node, thread) -> {
            try {
                return node.redeem(thread);
            } catch (ConnectionClosedException e) {
                return true;
            }
        }).call("end", (node, thread) -> node.end(thread)).endAlike(ROUNDS);
    }

    /** Who finds a connection may end it at once: it is not left among those of its user. */
    @Test
    void theConnectionsOfAUserEndWithThem() {
        List<Connection> known = new Node().connections;
        Target user = new Target(Target.Kind.USER, List.of("user"));
        Threads<Groups> threads = new Threads<>(Groups::new, groups -> {
            known.forEach(groups::remove);
            return groups.connections(user).size() + groups.connections().size();
        });
        for (Connection connection : known) {
            threads.call("add " + connection.id(), (groups, thread) -> groups.addIfAbsent(connection) == null)
                    .call("remove " + connection.id(), (groups, thread) -> {
                        groups.remove(connection);
                        return "";
                    });
        }
        threads.endAlike(10 * ROUNDS);
    }
}
