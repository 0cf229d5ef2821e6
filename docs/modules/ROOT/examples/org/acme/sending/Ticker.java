package org.acme.sending;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkus.scheduler.Scheduled;

// tag::ticker[]
@ApplicationScoped
public class Ticker {

    @Inject
    ChannelBox channelBox;

    @Scheduled(every = "1s")
    void tick() {
        channelBox.group("everybody").sendAndForget("It is " + Instant.now());
    }
}
// end::ticker[]
