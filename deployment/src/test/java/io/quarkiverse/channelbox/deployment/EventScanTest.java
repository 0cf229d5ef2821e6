package io.quarkiverse.channelbox.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupProblemBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.websockets.next.WebSocket;

class EventScanTest {

    abstract static class Base<T> {
        @OnEvent("placed")
        Object on(T order) {
            return order;
        }
    }

    @WebSocket(path = "/orders")
    static class Orders extends Base<String> {
        @Override
        @OnEvent("placed")
        String on(String order) {
            return order;
        }
    }

    /** As the message about a type that is not known advises. */
    @Test
    void oneThatOverridesAGenericOneIsInItsPlace() throws IOException {
        Index index = Index.of(Base.class, Orders.class);
        List<EventEndpointBuildItem> endpoints = new ArrayList<>();
        List<GroupProblemBuildItem> problems = new ArrayList<>();
        new EventScanProcessor().scanEvents(new CombinedIndexBuildItem(index, index), endpoints::add, problems::add);
        assertEquals(List.of(), problems.stream().map(GroupProblemBuildItem::message).toList());
        assertEquals(List.of("java.lang.String"), endpoints.stream().flatMap(endpoint -> endpoint.methods().stream())
                .map(event -> event.data().orElseThrow().toString()).toList());
    }
}
