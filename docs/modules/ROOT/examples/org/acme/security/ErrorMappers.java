package org.acme.security;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.quarkiverse.channelbox.InvalidGroupNameException;

// tag::mapper[]
public class ErrorMappers {

    @ServerExceptionMapper
    public RestResponse<String> invalidName(InvalidGroupNameException e) {
        return RestResponse.status(RestResponse.Status.BAD_REQUEST, e.getMessage());
    }
}
// end::mapper[]
