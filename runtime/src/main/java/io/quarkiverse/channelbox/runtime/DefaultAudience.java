package io.quarkiverse.channelbox.runtime;

import java.time.Duration;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.Audience;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.smallrye.mutiny.Multi;

/** Sends to and asks a group, or the union of several. */
class DefaultAudience extends DefaultDestination implements Audience {

    private final Asker asker;

    DefaultAudience(Target target, Publisher publisher, SendFailures failures, Asker asker) {
        super(target, publisher, failures);
        this.asker = asker;
    }

    @Override
    public Multi<Answer> ask(String event, Object payload, Duration timeout) {
        return asker.askAll(target(), event, payload, timeout);
    }
}
