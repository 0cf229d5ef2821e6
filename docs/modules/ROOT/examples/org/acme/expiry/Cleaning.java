package org.acme.expiry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelBoxCleaned;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

@ApplicationScoped
public class Cleaning {

    @Inject
    ChannelBox channelBox;

    // tag::clean[]
    public Uni<Integer> cleanNow() {
        return channelBox.cleanExpired().map(CleanupReport::closedConnections);
    }

    void cleaned(@Observes ChannelBoxCleaned event) {
        Log.debugf("%d messages were too old", event.report().trimmedMessages());
    }
    // end::clean[]
}
