package org.acme.groups;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.GroupOccupied;
import io.quarkiverse.channelbox.GroupVacated;
import io.quarkiverse.channelbox.Printable;

// tag::observer[]
@ApplicationScoped
public class GroupObserver {

    private static final Logger LOG = Logger.getLogger(GroupObserver.class);

    void joined(@Observes ChannelJoined event) { // usually on an event loop: must not block
        LOG.debugf("Connection %s joined", event.channel().connection().id());
    }

    void left(@ObservesAsync ChannelLeft event) { // on a worker: may block
        LOG.debugf("Connection %s left: %s", event.channel().connection().id(), event.reason());
    }

    void occupied(@Observes GroupOccupied event) { // on each node, the first member on any of them
        LOG.debugf("Group %s is wanted", Printable.of(event.group()));
    }

    void vacated(@Observes GroupVacated event) { // the last one has left
        LOG.debugf("Group %s is not wanted any more", Printable.of(event.group()));
    }
}
// end::observer[]
