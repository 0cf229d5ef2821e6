package io.quarkiverse.channelbox.chat;

import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.quarkiverse.channelbox.ChannelBoxException;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Tells the client what was wrong with its request. */
class Problems {

    @RegisterForReflection
    public record Problem(String error) {
    }

    @ServerExceptionMapper({ BadRequest.class, InvalidGroupNameException.class, PayloadException.class })
    RestResponse<Problem> badRequest(RuntimeException problem) {
        return answer(RestResponse.Status.BAD_REQUEST, problem.getMessage());
    }

    /** Several nodes share their groups through Redis, and it is away; or the sockets do not take what is sent. */
    @ServerExceptionMapper({ EngineUnavailableException.class, OverloadedException.class })
    RestResponse<Problem> unavailable(ChannelBoxException problem) {
        return answer(RestResponse.Status.SERVICE_UNAVAILABLE, problem.getMessage());
    }

    static RestResponse<Problem> answer(RestResponse.Status status, String error) {
        return RestResponse.ResponseBuilder.create(status, new Problem(error))
                .type(MediaType.APPLICATION_JSON_TYPE).build();
    }
}
