package io.quarkiverse.channelbox.chat;

import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestMulti;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.HistoryQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** What was said before, in all groups. */
@Path("/api/history")
public class HistoryResource {

    /** How many messages were forgotten. */
    public record Flushed(int messages) {
    }

    private final ChannelBox channelBox;
    private final ObjectMapper mapper;

    public HistoryResource(ChannelBox channelBox, ObjectMapper mapper) {
        this.channelBox = channelBox;
        this.mapper = mapper;
    }

    /** Each group is read when the client has taken the one before: all of them together may not fit in memory. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public RestMulti<RawValue> all() {
        AtomicReference<String> separator = new AtomicReference<>("{");
        Multi<String> groups = channelBox.groupsWithHistory().onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(name -> channelBox.group(name).history(HistoryQuery.all())
                        .map(messages -> messages.isEmpty() ? null
                                : separator.getAndSet(",") + json(name) + ":" + json(messages)));
        Multi<String> end = Multi.createFrom().item(() -> separator.get().equals("{") ? "{}" : "}");
        Multi<RawValue> pieces = Multi.createBy().concatenating().streams(groups, end).map(RawValue::new);
        return RestMulti.fromMultiData(pieces).encodeAsJsonArray(false).build();
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DELETE
    public Uni<Flushed> flush() {
        return channelBox.flushHistory().map(Flushed::new);
    }
}
