package io.quarkiverse.channelbox.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.quarkiverse.channelbox.GroupOccupied;
import io.quarkiverse.channelbox.GroupVacated;

/** What this node was told of a group, {@code occupied} and {@code vacated} in turn: for the tests. */
@Path("/test/occupied/{group}")
@Singleton
public class OccupiedGroups {

    private record Told(String group, String event) {
    }

    private final List<Told> told = new CopyOnWriteArrayList<>();

    void occupied(@Observes GroupOccupied event) {
        told.add(new Told(event.group(), "occupied"));
    }

    void vacated(@Observes GroupVacated event) {
        told.add(new Told(event.group(), "vacated"));
    }

    @GET
    public List<String> told(String group) {
        return told.stream().filter(each -> each.group().equals(group)).map(Told::event).toList();
    }
}
