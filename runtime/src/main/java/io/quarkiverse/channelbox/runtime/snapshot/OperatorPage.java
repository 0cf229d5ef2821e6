package io.quarkiverse.channelbox.runtime.snapshot;

import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.NodeSnapshot.ChannelState;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.snapshot.TakenSnapshot.OfGroup;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers how the node is doing, as JSON: all of it, or with {@code ?group=} one group and the slowest of its channels. It
 * names groups and users, so that it has to be switched on and belongs on the management interface.
 */
@Singleton
public class OperatorPage {

    /** How many channels of a group are shown. */
    static final int MOST_CHANNELS = 100;

    /** One group, with the channels for which the most waits. */
    record GroupPage(@JsonUnwrapped OfGroup state, List<ChannelState> slowestChannels) {
    }

    private final Snapshots snapshots;
    private final GroupNameRules names;
    private final boolean isEnabled;
    /** Not the application's, which may write names its own way: what reads this page is the same everywhere. */
    private final ObjectMapper mapper = JsonMapper.builder().addModules(new JavaTimeModule(), new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();

    public OperatorPage(Snapshots snapshots, GroupNameRules names, ValidatedConfig config) {
        this.snapshots = snapshots;
        this.names = names;
        this.isEnabled = config.values().operatorPage().enabled();
    }

    /** The classes that become JSON. */
    public static Class<?>[] shown() {
        return Stream.concat(Stream.of(GroupPage.class), TakenSnapshot.classes()).toArray(Class<?>[]::new);
    }

    /** Called on a worker: it looks at every connection. */
    void answer(RoutingContext context) {
        if (!isEnabled) {
            context.next();
            return;
        }
        String group = context.request().getParam("group");
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store").putHeader("X-Content-Type-Options", "nosniff");
        try {
            write(group == null ? snapshots.node() : page(names.check(group)), context.response());
        } catch (InvalidGroupNameException e) {
            context.response().setStatusCode(400).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end(e.getMessage());
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }

    private GroupPage page(String group) {
        return new GroupPage(snapshots.groupHere(group), snapshots.channels(group, MOST_CHANNELS));
    }

    private void write(Object page, HttpServerResponse response) throws JsonProcessingException {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(mapper.writeValueAsString(page));
    }
}
