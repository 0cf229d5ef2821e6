package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Members of the first group whose network is slow. They send nothing, and what they get does not count; one that the server
 * closes comes back at once.
 */
final class SlowMembers {

    private final Connector connector;
    private final Group group;
    private final int proxyPort;
    private final List<Member> members = new ArrayList<>();
    private final Latencies none = new Latencies();
    private int cutOffs;

    SlowMembers(Connector connector, Group group, int proxyPort) {
        this.connector = connector;
        this.group = group;
        this.proxyPort = proxyPort;
    }

    void add() throws IOException {
        Member member = connector.open(proxyPort, List.of(group), Window.none(), this::read);
        members.add(member);
    }

    private void read(Member member) throws IOException {
        try {
            member.read(connector.buffer(), none);
        } catch (IOException cutOff) {
            cutOffs++;
            member.close();
            members.remove(member);
            add();
        }
    }

    boolean areReady() {
        return members.stream().allMatch(Member::isReady);
    }

    /** How many have seen that the server closed them, the same one several times maybe. */
    int cutOffs() {
        return cutOffs;
    }
}
