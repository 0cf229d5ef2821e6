package io.quarkiverse.channelbox.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkiverse.channelbox.testclient.RoughNetwork;

/** One client in 150 groups that it joined by command, and with a position in each. */
@Tag("long")
class ManyGroupsIT {

    private static final int ROOMS = 150;
    private static final Role ROLE = new Role("client", "h", "t", IntStream.range(0, ROOMS).mapToObj(i -> "room-" + i).toList(),
            1, List.of(600, 600), "query", false, false, false);
    private static final List<String> GROUPS = ROLE.groups().toList();
    private static final String MAX_GROUPS = "-Dquarkus.channel-box.max-groups-per-connection=200";

    private final Ledger ledger = new Ledger();

    /** A restart takes the logs along, which is told of each group. */
    @Test
    void ofOneNode() throws IOException, InterruptedException {
        try (Server server = new Server(MAX_GROUPS)) {
            assertEquals(GROUPS.size(), gaps(server, true));
        }
    }

    /** The logs outlive the server, and nothing is missing. */
    @Test
    void inRedis() throws IOException, InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Server server = new Server(MAX_GROUPS, "-Dquarkus.channel-box.engine=redis",
                        "-Dquarkus.redis.hosts=redis://127.0.0.1:" + redis.port())) {
            assertEquals(0, gaps(server, false));
        }
    }

    /** Through a cut, a reload of the page, and a restart; returns of how many groups it was told that something is missing. */
    private int gaps(Server server, boolean mayMiss) throws IOException, InterruptedException {
        Publisher publisher = new Publisher(server.base(), ledger);
        try (RoughNetwork network = RoughNetwork.to(server.port(), new Random(1));
                NodeCaller node = new NodeCaller(network.uri())) {
            Crowd crowd = new Crowd(List.of(node), List.of(ROLE));
            crowd.awaitThere();
            publish(publisher, "while it is there");
            network.cut();
            publish(publisher, "while it is away");
            network.restore();
            crowd.awaitHaving("while it is away");
            node.call("reload", false);
            publish(publisher, "while it comes back");
            crowd.awaitHaving("while it comes back");
            server.crashAndStart();
            crowd.awaitThere();
            crowd.rest();
            List<String> ends = publish(publisher, "the end");
            crowd.awaitHaving("the end");
            int gaps = check(crowd, GROUPS, ends, mayMiss);
            assertTrue(network.longestAddress() < 2_000, network.longestAddress() + " characters");
            joinLate(node, crowd, publisher, network, mayMiss);
            assertEquals(0, crowd.ended());
            assertEquals(List.of(), server.complaints());
            return gaps;
        }
    }

    /**
     * It has positions, and does not say yet that it will join most of those groups itself: they do not all fit into the
     * address, and those that it joins have theirs all the same.
     */
    private void joinLate(NodeCaller node, Crowd crowd, Publisher publisher, RoughNetwork network, boolean mayMiss)
            throws IOException, InterruptedException {
        node.call("reload", true);
        crowd.awaitThere();
        List<String> ends = publish(publisher, "afterwards");
        crowd.awaitHaving("afterwards");
        check(crowd, ROLE.rooms(), ends.subList(GROUPS.size() - ROOMS, GROUPS.size()), mayMiss);
        int longest = network.longestAddress();
        assertTrue(longest > 1_900 && longest < 2_000, longest + " characters");
    }

    private int check(Crowd crowd, List<String> groups, List<String> ends, boolean mayMiss) {
        JsonNode transcripts = crowd.reports().get(0).get("transcript");
        int gaps = 0;
        for (int i = 0; i < groups.size(); i++) {
            String group = groups.get(i);
            gaps += new Transcript(group, ledger, mayMiss).check(ROLE.name(), transcripts.get(group), ends.get(i));
        }
        return gaps;
    }

    private static List<String> publish(Publisher publisher, String data) throws IOException, InterruptedException {
        String[] ids = new String[GROUPS.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = publisher.publish(GROUPS.get(i), data);
        }
        return List.of(ids);
    }
}
