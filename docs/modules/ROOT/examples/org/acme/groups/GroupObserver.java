package org.acme.groups;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;

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
}
// end::observer[]
