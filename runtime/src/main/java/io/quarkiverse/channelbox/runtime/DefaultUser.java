package io.quarkiverse.channelbox.runtime;

import java.time.Duration;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.User;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.smallrye.mutiny.Multi;

/** All connections of a user. */
final class DefaultUser extends DefaultClients implements User {

    DefaultUser(Target target, DefaultChannelBox box) {
        super(target, box);
    }

    @Override
    public Multi<Answer> ask(String event, Object payload, Duration timeout) {
        return box().asker.askAll(target(), event, payload, timeout);
    }
}
