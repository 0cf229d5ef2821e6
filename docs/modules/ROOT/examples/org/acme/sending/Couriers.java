package org.acme.sending;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.NoAnswerException;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
public class Couriers {

    public record Position(double latitude, double longitude) {
    }

    @Inject
    ChannelBox channelBox;

    // tag::one[]
    public Uni<Position> where(String connectionId) {
        return channelBox.connection(connectionId).ask("where", Map.of("accuracy", "street"), Duration.ofSeconds(5))
                .map(answer -> answer.data(Position.class))
                .onFailure(NoAnswerException.class).recoverWithNull();
    }
    // end::one[]

    // tag::all[]
    public Uni<List<String>> whoIsFree(String city) {
        return channelBox.group("couriers-" + city).ask("free", "now", Duration.ofSeconds(10))
                .filter(answer -> !answer.isError() && answer.data(boolean.class))
                .map(Answer::connectionId)
                .collect().asList();
    }
    // end::all[]
}
