package org.acme.sending;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.SendOptions;

// tag::notices[]
@ApplicationScoped
public class Notices {

    @Inject
    ChannelBox channelBox;

    public void toOneUser(String user, String text) {
        channelBox.user(user).sendAndForget(text);
    }

    public void toTwoRegions(String text) {
        channelBox.groups("region-north", "region-south").sendAndForget(text);
    }

    public void toTheGuests(String text) {
        channelBox.group("table-tea").sendAndForget(text, SendOptions.defaults().attribute("role", "guest"));
    }
    // end::notices[]

    public void toTwoPeople(String message) {
        // tag::names[]
        channelBox.group(GroupNames.of("dm-{user}-{peer}", "alice-bob", "x")).sendAndForget(message);
        // end::names[]
    }
    // tag::notices[]
}
// end::notices[]
