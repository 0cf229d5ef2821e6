package io.quarkiverse.channelbox.soak;

import java.time.Duration;
import java.util.List;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.ChannelBox;
import io.smallrye.mutiny.Uni;

/** Asks the members of a group, some of which go while they are asked. */
@Path("/questions/{group}")
public class QuestionResource {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ChannelBox channelBox;

    public QuestionResource(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    /** Returns what those have answered that did. */
    @POST
    public Uni<List<Answer>> ask(String group, String text) {
        return channelBox.group(group).ask("question", text, PATIENCE).collect().asList();
    }
}
