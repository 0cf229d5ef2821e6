package io.quarkiverse.channelbox.cluster;

import java.time.Duration;
import java.util.List;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.ChannelBox;
import io.smallrye.mutiny.Uni;

/** Asks the members of a group, on whichever nodes they are: for the tests. */
@Path("/test/groups/{group}/questions/{event}")
public class QuestionResource {

    private final ChannelBox channelBox;

    public QuestionResource(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    @POST
    public Uni<List<Answer>> ask(String group, String event, String text) {
        return channelBox.group(group).ask(event, text, Duration.ofSeconds(60)).collect().asList();
    }
}
