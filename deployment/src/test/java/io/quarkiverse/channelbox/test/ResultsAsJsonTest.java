package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.FlushReport;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;

/** A REST method can return the results of the API as they are. */
class ResultsAsJsonTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(Api.class));

    @Path("/")
    public static class Api {

        @Inject
        ChannelBox channelBox;

        @GET
        @Path("/group")
        public Uni<List<ChannelMessage>> group() {
            return channelBox.group("g").history(HistoryQuery.all());
        }

        @GET
        @Path("/all")
        public Uni<Map<String, List<ChannelMessage>>> all() {
            return channelBox.history();
        }

        @GET
        @Path("/results")
        public List<Object> results() {
            return List.of(Receipt.stored("x:1", 2), Receipt.notStored(3), FlushReport.of(1, 2), CleanupReport.of(1, 2, 3, 4),
                    GroupInfo.of("g", 5), PresenceEntry.of("c", Optional.of("ann"), Map.of("a", "b")),
                    PresenceEntry.of("d", Optional.empty(), Map.of()));
        }
    }

    @Inject
    ChannelBox channelBox;

    private static String get(String path) {
        return RestAssured.get(path).then().statusCode(200).extract().asString();
    }

    @BeforeEach
    void forget() {
        channelBox.flushHistory().await().indefinitely();
    }

    @Test
    void aHistoryIsWhatWasSent() {
        Group group = channelBox.group("g");
        group.sendAndAwait("say \"hi\"", SendOptions.saveHistory());
        group.sendAndAwait(Map.of("n", 1), SendOptions.saveHistory().event("made"));
        group.sendAndAwait(new byte[] { 1, 2, -1 }, SendOptions.saveHistory());
        List<ChannelMessage> messages = group.history(HistoryQuery.all()).await().indefinitely();
        String expected = String.format("""
                [{"id":"%s","created":"%s","payload":"say \\"hi\\""},\
                {"id":"%s","created":"%s","event":"made","payload":{"n":1}},\
                {"id":"%s","created":"%s","payload":"AQL/"}]""",
                messages.stream().flatMap(m -> Stream.of(m.id(), m.created())).toArray());
        assertEquals(expected, get("/group"));
        assertEquals("{\"g\":" + expected + "}", get("/all"));
    }

    @Test
    void resultsAreTheirValues() {
        assertEquals("[{\"id\":\"x:1\",\"stored\":true,\"deliveredHere\":2},"
                + "{\"id\":null,\"stored\":false,\"deliveredHere\":3},"
                + "{\"groups\":1,\"channels\":2},"
                + "{\"expiredChannels\":1,\"closedConnections\":2,\"trimmedMessages\":3,\"examined\":4},"
                + "{\"name\":\"g\",\"channels\":5},"
                + "{\"connectionId\":\"c\",\"principal\":\"ann\",\"attributes\":{\"a\":\"b\"}},"
                + "{\"connectionId\":\"d\",\"principal\":null,\"attributes\":{}}]", get("/results"));
    }
}
