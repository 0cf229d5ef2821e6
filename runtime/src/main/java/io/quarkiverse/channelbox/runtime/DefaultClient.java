package io.quarkiverse.channelbox.runtime;

import java.time.Duration;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.Client;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.smallrye.mutiny.Uni;

/** One connection. */
final class DefaultClient extends DefaultClients implements Client {

    DefaultClient(Target target, DefaultChannelBox box) {
        super(target, box);
    }

    @Override
    public Uni<Answer> ask(String event, Object payload, Duration timeout) {
        return box().asker.askOne(target(), event, payload, timeout);
    }
}
