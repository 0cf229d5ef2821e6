package io.quarkiverse.channelbox.simulation;

import io.quarkiverse.channelbox.runtime.settings.GroupBinding;
import io.quarkiverse.channelbox.runtime.settings.GroupNameWriter;

/** An endpoint of which clients may join every group of the simulation, and publish to it. */
final class Binding extends GroupBinding {

    static final String ENDPOINT = "endpoint";

    Binding() {
        super(ENDPOINT);
        declare("room-{name}", "", "DEFAULT", "AUTO", "ON_REQUEST", "MEMBERS");
    }

    @Override
    public void writeNames(GroupNameWriter names) {
        throw new UnsupportedOperationException();
    }
}
