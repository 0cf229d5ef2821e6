package io.quarkiverse.channelbox.runtime.observe;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Target;

/** A bean that follows sends. Called on the threads that send, so that it may neither block nor throw. */
public interface SendObserver {

    /**
     * What it has to know of the caller later on. Called when a send is asked for, which may be long before it is subscribed
     * to, and on another thread.
     *
     * @return given to {@link #begin} of each subscription; may be {@code null}
     */
    default Object caller() {
        return null;
    }

    /** A send begins. @param payload as the application gave it */
    Sending begin(Object caller, Target target, Object payload, SendOptions options);
}
