package org.acme.sending;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.acme.sending.OrderService.Order;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkus.runtime.annotations.RegisterForReflection;

// tag::notifier[]
@ApplicationScoped
@RegisterForReflection(targets = Order.class, registerFullHierarchy = true)
public class Notifier {

    @Inject
    ChannelBox channelBox;

    public void push(String group, Object whatever) {
        channelBox.group(group).sendAndForget(whatever);
    }
}
// end::notifier[]
