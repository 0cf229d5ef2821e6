package org.acme.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.jboss.resteasy.reactive.RestQuery;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.HistoryQuery;
import io.smallrye.mutiny.Uni;

@Path("/history/{group}")
public class HistoryResource {

    @Inject
    ChannelBox channelBox;

    List<HistoryQuery> queries() {
        // tag::queries[]
        HistoryQuery newest = HistoryQuery.last(20); // the newest 20, oldest of them first
        HistoryQuery newestFirst = HistoryQuery.last(20).backward();
        HistoryQuery lastHour = HistoryQuery.all().since(Instant.now().minus(Duration.ofHours(1)));
        // end::queries[]
        return List.of(newest, newestFirst, lastHour);
    }

    // tag::page[]
    @GET
    public Uni<List<ChannelMessage>> page(String group, @RestQuery String after) {
        HistoryQuery query = after == null ? HistoryQuery.all() : HistoryQuery.all().after(after);
        return channelBox.group(group).history(query.limit(50));
    }
    // end::page[]

    // tag::flush[]
    @DELETE
    public Uni<Integer> forget(String group) {
        return channelBox.group(group).flushHistory();
    }
    // end::flush[]
}
