package io.quarkiverse.channelbox.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.FlushReport;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.SendOptions;
import io.smallrye.mutiny.Uni;

/** The groups: who is there, and what is sent to them from outside. */
@Path("/api/groups")
public class GroupResource {

    /** How many channels a group has on all nodes. */
    public record GroupSize(int channels) {
    }

    /** A person in a group, and with how many connections; the name is {@code null} of those who gave none. */
    public record Member(String name, long connections) {
    }

    /** What became of a message; the id is {@code null} if it was not stored. */
    public record Sent(String id, int delivered, boolean stored) {
    }

    private final ChannelBox channelBox;
    private final JsonFactory json;

    public GroupResource(ChannelBox channelBox, ObjectMapper mapper) {
        this.channelBox = channelBox;
        this.json = mapper.getFactory();
    }

    @GET
    public Uni<Map<String, GroupSize>> groups() {
        return channelBox.groups().map(groups -> {
            Map<String, GroupSize> sizes = new TreeMap<>();
            groups.forEach((name, info) -> sizes.put(name, new GroupSize(info.channels())));
            return sizes;
        });
    }

    /** Every member leaves; the sockets stay open. */
    @DELETE
    public Uni<FlushReport> flush() {
        return channelBox.flushGroups();
    }

    @GET
    @Path("/{group}")
    public Uni<GroupSize> group(@RestPath String group) {
        return channelBox.group(group).size().map(GroupSize::new);
    }

    @GET
    @Path("/{group}/members")
    public Uni<List<Member>> members(@RestPath String group) {
        return channelBox.group(group).presence().map(entries -> {
            Map<String, Long> connections = new TreeMap<>();
            entries.forEach(entry -> connections.merge(entry.attributes().getOrDefault(ChatRooms.NAME, ""), 1L, Long::sum));
            return connections.entrySet().stream()
                    .map(entry -> new Member(entry.getKey().isEmpty() ? null : entry.getKey(), entry.getValue())).toList();
        });
    }

    /** Oldest first: the newest {@code limit} ones, or the first {@code limit} ones {@code after} a message. */
    @GET
    @Path("/{group}/history")
    public Uni<List<ChannelMessage>> history(@RestPath String group, @RestQuery String limit, @RestQuery String after) {
        return channelBox.group(group).history(query(limit, after));
    }

    private static HistoryQuery query(String limit, String after) {
        try {
            HistoryQuery query = after == null ? HistoryQuery.all() : HistoryQuery.all().after(after);
            if (limit == null) {
                return query;
            }
            int count = Integer.parseInt(limit);
            return after == null ? HistoryQuery.last(count) : query.limit(count);
        } catch (NumberFormatException e) {
            throw new BadRequest("limit must be a whole number, it is '" + limit + "'");
        } catch (IllegalArgumentException e) {
            throw new BadRequest(e.getMessage());
        }
    }

    /** Sends any JSON value as it is: it is looked at token by token, and nothing is made of it. */
    @POST
    @Path("/{group}/messages")
    @ResponseStatus(202)
    public Uni<Sent> send(@RestPath String group, @RestQuery @DefaultValue("true") String history, String body) {
        if (!history.equals("true") && !history.equals("false")) {
            throw new BadRequest("history must be true or false, it is '" + history + "'");
        }
        checkJson(body);
        return channelBox.group(group)
                .send(new RawValue(body), SendOptions.defaults().saveHistory(Boolean.parseBoolean(history)))
                .map(receipt -> new Sent(receipt.id().orElse(null), receipt.deliveredHere(), receipt.stored()));
    }

    private void checkJson(String body) {
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() == null) {
                throw new BadRequest("the body is empty; send a JSON value");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new BadRequest("the body has something behind the JSON value");
            }
        } catch (JsonProcessingException e) {
            throw new BadRequest("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
