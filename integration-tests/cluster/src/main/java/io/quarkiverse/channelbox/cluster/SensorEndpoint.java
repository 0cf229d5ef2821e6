package io.quarkiverse.channelbox.cluster;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Takes and sends types that nothing else names, each in one way: for the test of what a native binary knows of them. */
@WebSocket(path = "/test/sensors")
@ChannelGroup("sensors")
public class SensorEndpoint {

    private static final double LIMIT = 100;

    /** Only taken. */
    public record Measurement(double value, Unit unit) {
    }

    /** Only in what is taken. */
    public enum Unit {
        CELSIUS,
        PERCENT
    }

    /** Only as a generic type, of another one. */
    public record Change<T>(T to) {
    }

    /** Only what the generic type is of, and has another one in it. */
    public record Reading(String text, Source source) {
    }

    /** Only in what is sent. */
    public record Source(String sensor) {
    }

    /** Only in a list. */
    public record Alarm(String text) {
    }

    /** Only a publisher sends it. */
    public record Calibration(String sensor) {
    }

    @GroupPublisher("sensors")
    public interface SensorEvents {
        void calibrated(Calibration calibration);
    }

    @Inject
    ChannelBox channelBox;

    @OnTextMessage
    Uni<Void> measured(Measurement measured) {
        Group sensors = channelBox.group("sensors");
        Change<Reading> change = new Change<>(new Reading(measured.value() + " " + measured.unit(), new Source("one")));
        return sensors.send(change)
                .chain(() -> measured.value() < LIMIT ? Uni.createFrom().nullItem() : sensors.send(List.of(new Alarm("hot"))))
                .replaceWithVoid();
    }
}
