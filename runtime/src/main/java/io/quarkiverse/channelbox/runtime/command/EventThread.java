package io.quarkiverse.channelbox.runtime.command;

/** What a method that handles an event is called on. */
public enum EventThread {
    EVENT_LOOP,
    WORKER,
    VIRTUAL
}
