package org.acme.nodes;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.quarkiverse.channelbox.EngineUnavailableException;

// tag::mapper[]
public class UnavailableMapper {

    @ServerExceptionMapper
    public RestResponse<String> unavailable(EngineUnavailableException e) {
        return RestResponse.status(RestResponse.Status.SERVICE_UNAVAILABLE, e.getMessage());
    }
}
// end::mapper[]
