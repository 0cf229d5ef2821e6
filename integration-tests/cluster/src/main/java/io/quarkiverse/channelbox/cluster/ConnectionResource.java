package io.quarkiverse.channelbox.cluster;

import java.time.Duration;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Client;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.NoAnswerException;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** One connection, on whichever node it is: for the tests. Each call answers with how many connections did it. */
@Path("/test/connections/{id}")
public class ConnectionResource {

    private final ChannelBox channelBox;

    public ConnectionResource(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    private Client connection(String id) {
        return channelBox.connection(id);
    }

    @PUT
    @Path("/groups/{group}")
    public Uni<Integer> join(String id, String group) {
        return connection(id).join(group, JoinOptions.defaults().replay(1).attribute("name", "guest"));
    }

    @DELETE
    @Path("/groups/{group}")
    public Uni<Integer> leave(String id, String group) {
        return connection(id).leave(group);
    }

    @POST
    @Path("/messages")
    public Uni<Void> send(String id, String text) {
        return connection(id).send(text).replaceWithVoid();
    }

    /** What it answers, or the reason why it does not. */
    @POST
    @Path("/questions/{event}")
    public Uni<Object> ask(String id, String event, String text) {
        return connection(id).ask(event, text, Duration.ofSeconds(60)).<Object> map(answer -> answer)
                .onFailure(NoAnswerException.class).recoverWithItem(failure -> ((NoAnswerException) failure).reason().name());
    }

    @DELETE
    public Uni<Integer> close(String id) {
        return connection(id).disconnect(new CloseReason(4001, "out"));
    }
}
