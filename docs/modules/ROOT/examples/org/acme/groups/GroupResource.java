package org.acme.groups;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

@Path("/groups")
public class GroupResource {

    @Inject
    ChannelBox channelBox;

    // tag::presence[]
    @GET
    public Uni<Map<String, GroupInfo>> groups() {
        return channelBox.groups();
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

    // tag::clients[]
    /** All connections of a user, on whichever nodes, come to a group. */
    @PUT
    @Path("/{name}/users/{user}")
    public Uni<Integer> invite(String name, String user) {
        return channelBox.user(user).join(name, JoinOptions.defaults().replay(10));
    }

    /** One connection leaves it and stays open. */
    @DELETE
    @Path("/{name}/connections/{connectionId}")
    public Uni<Integer> remove(String name, String connectionId) {
        return channelBox.connection(connectionId).leave(name);
    }
    // end::clients[]
}
