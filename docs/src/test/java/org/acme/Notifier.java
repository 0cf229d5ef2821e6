package org.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;

/** Sends what the build cannot know the types of; its lines are on the page on native binaries. */
@ApplicationScoped
public class Notifier {

    @Inject
    ChannelBox channelBox;

    public void push(String group, Object whatever) {
        channelBox.group(group).sendAndForget(whatever);
    }

    public void status(Object data) {
        channelBox.group("status").sendAndForget(new Envelope("status", data));
    }
}
