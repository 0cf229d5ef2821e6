package org.acme.groups;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

@Path("/groups")
public class GroupResource {

    @Inject
    ChannelBox channelBox;

    // tag::presence[]
    @GET
    public Map<String, GroupInfo> groups() {
        return channelBox.local().groups();
    }

    @GET
    @Path("/{name}")
    public Uni<List<PresenceEntry>> whoIsIn(String name) {
        return channelBox.group(name).presence();
    }
    // end::presence[]

    // tag::removal[]
    /** The members leave, their connections stay open. */
    @DELETE
    @Path("/{name}")
    public Uni<Integer> empty(String name) {
        return channelBox.group(name).flush();
    }

    /** One connection is closed. */
    @DELETE
    @Path("/{name}/{connectionId}")
    public Uni<Boolean> kick(String name, String connectionId) {
        return channelBox.group(name).disconnect(connectionId, new CloseReason(4001, "kicked"));
    }
    // end::removal[]
}
