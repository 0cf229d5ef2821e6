package io.quarkiverse.channelbox.runtime.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkus.arc.All;

/** What the endpoints say of groups. */
@Singleton
public class EndpointBindings {

    private final Map<String, GroupBinding> byEndpoint = new HashMap<>();

    public EndpointBindings(@All List<GroupBinding> bindings) {
        bindings.forEach(binding -> byEndpoint.put(binding.endpointId(), binding));
    }

    /** Empty if the endpoint says nothing. */
    public Optional<GroupBinding> of(String endpointId) {
        return Optional.ofNullable(byEndpoint.get(endpointId));
    }
}
