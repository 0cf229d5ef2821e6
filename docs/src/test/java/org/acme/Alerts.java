package org.acme;

import io.quarkiverse.channelbox.GroupPublisher;

/** Is called nowhere. */
@GroupPublisher("orders-{customer}")
public interface Alerts {

    void raised(String customer, Object alert);
}
