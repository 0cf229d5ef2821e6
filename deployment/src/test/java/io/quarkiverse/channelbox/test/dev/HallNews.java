package io.quarkiverse.channelbox.test.dev;

import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.GroupPublisher;
import io.smallrye.mutiny.Uni;

/** What {@link LiveReloadTest} changes while it runs. */
@GroupPublisher("hall-{name}")
public interface HallNews {

    @Event("event-0")
    Uni<Void> said(String name, String text);
}
