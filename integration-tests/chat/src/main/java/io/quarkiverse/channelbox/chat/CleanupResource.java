package io.quarkiverse.channelbox.chat;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.CleanupReport;
import io.smallrye.mutiny.Uni;

/** The cleanup, on demand. */
@Path("/api/clean-expired")
public class CleanupResource {

    private final ChannelBox channelBox;

    public CleanupResource(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    @POST
    public Uni<CleanupReport> clean() {
        return channelBox.cleanExpired();
    }
}
