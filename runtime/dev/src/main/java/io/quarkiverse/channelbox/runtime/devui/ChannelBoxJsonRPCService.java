package io.quarkiverse.channelbox.runtime.devui;

import java.time.Duration;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.snapshot.Snapshots;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * What the pages of the Dev UI call. A stream tells what is new, at most once a second, and ends by itself: a page that is
 * still shown asks again before that, since nobody says that a browser has gone.
 */
@ApplicationScoped
public class ChannelBoxJsonRPCService {

    /** A page asks again after 20 seconds. */
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final CloseReason DISCONNECTED = new CloseReason(1000, "disconnected in the Dev UI");

    private final Looks looks = new Looks();
    private final ChannelBox channelBox;
    private final Groups groups;
    private final Snapshots snapshots;
    private final Engine engine;
    private final PositionSigner positions;
    private final TimeSource time;
    private final GroupNameRules names;
    private final ObjectMapper mapper;
    private final Multi<String> counts;

    public ChannelBoxJsonRPCService(ChannelBox channelBox, Groups groups, Snapshots snapshots, Engine engine,
            PositionSigner positions, TimeSource time, GroupNameRules names, ObjectMapper mapper) {
        this.channelBox = channelBox;
        this.groups = groups;
        this.snapshots = snapshots;
        this.engine = engine;
        this.positions = positions;
        this.time = time;
        this.names = names;
        this.mapper = mapper;
        this.counts = looks.shared(() -> Uni.createFrom().item(this::counted));
    }

    void stop(@Observes ShutdownEvent event) {
        looks.end();
    }

    /** How much there is on this node, for the card, which does not ask again: it is looked up once for all browsers. */
    public Multi<String> counts() {
        return counts;
    }

    private String counted() {
        ChannelBox.Local here = channelBox.local();
        return many(here.groups().size(), "group") + ", " + many(here.size(), "channel");
    }

    /**
     * A page of the groups that have a channel on this node, or stored messages.
     *
     * @param filter a part of the name
     * @param sort {@code channels}, {@code name}, {@code rate} or {@code buffered}
     */
    public Multi<GroupPage> groups(String filter, String sort, int page, int size) {
        GroupList list = new GroupList(groups, snapshots, time, new StoredMessages(engine, positions), filter, sort,
                new Page(page, size));
        return looks.at(list::look, LEASE);
    }

    /**
     * A group, a page of its channels on this node, and its newest messages.
     *
     * @param filter a part of the id of a connection, of its principal or of an attribute
     */
    public Multi<GroupView> group(String name, String filter, int page, int size) {
        GroupLook group = new GroupLook(groups, snapshots, names, new StoredMessages(engine, positions), name, filter,
                new Page(page, size));
        return looks.at(group::look, LEASE);
    }

    public Uni<Outcome> send(String group, SendForm form) {
        return outcome(
                () -> channelBox.group(group).send(form.message(mapper), form.options()).map(ChannelBoxJsonRPCService::told));
    }

    private static String told(Receipt receipt) {
        String to = "Sent to " + many(receipt.deliveredHere(), "channel");
        return receipt.id().map(id -> to + ", stored as " + id).orElse(to);
    }

    /** Closes the connection of a member, on whichever node it is. */
    public Uni<Outcome> disconnect(String group, String connection) {
        return outcome(() -> channelBox.group(group).disconnect(connection, DISCONNECTED)
                .map(found -> found ? "Disconnected" : "It has gone already"));
    }

    /** Makes all members leave, on all nodes. */
    public Uni<Outcome> flush(String group) {
        return outcome(() -> channelBox.group(group).flush()
                .map(left -> many(left, "channel") + (left == 1 ? " has left" : " have left")));
    }

    /** Forgets the group's stored messages. */
    public Uni<Outcome> flushHistory(String group) {
        return outcome(() -> channelBox.group(group).flushHistory()
                .map(count -> many(count, "message") + (count == 1 ? " is forgotten" : " are forgotten")));
    }

    private static String many(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** What cannot be done is told, and is no error of the application. */
    private static Uni<Outcome> outcome(Supplier<Uni<? extends String>> action) {
        return Uni.createFrom().<String> deferred(action).map(Outcome::done).onFailure().recoverWithItem(Outcome::failed);
    }
}
