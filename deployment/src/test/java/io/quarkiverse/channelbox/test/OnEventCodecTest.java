package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Type;
import java.net.URI;

import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.TextMessageCodec;
import io.quarkus.websockets.next.WebSocket;

/** A codec of the application decodes and encodes the types that it supports. */
class OnEventCodecTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Point.class, PointCodec.class, Points.class));

    public record Point(int x, int y) {
    }

    @Singleton
    public static class PointCodec implements TextMessageCodec<Point> {

        @Override
        public boolean supports(Type type) {
            return type == Point.class;
        }

        @Override
        public String encode(Point point) {
            return point.x() + "/" + point.y();
        }

        @Override
        public Point decode(Type type, String text) {
            String[] parts = text.split("/");
            return new Point(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    @WebSocket(path = "/points")
    public static class Points {

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("mirror")
        Point mirror(Point point) {
            return new Point(point.y(), point.x());
        }
    }

    @TestHTTPResource("/")
    URI base;

    @Test
    void isUsed() {
        try (ProtocolClient client = ProtocolClient.open(base, "/points")) {
            assertEquals("2/1", client.answerTo(client.ask("event", "event", "mirror", "data", "1/2")).get("data").asText());
            assertEquals(400, client.answerTo(client.ask("event", "event", "mirror", "data", "1")).at("/error/code").asInt());
        }
    }
}
