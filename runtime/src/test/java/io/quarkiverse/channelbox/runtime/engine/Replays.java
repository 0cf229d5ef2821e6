package io.quarkiverse.channelbox.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;

/** What members do that are new: they ask where they begin, and read from there to the end. */
public final class Replays {

    private Replays() {
    }

    public static LogStart start(Engine engine, String group, ReplayRequest request) {
        return engine.subscribe(group, request).await().indefinitely();
    }

    /** In slices of a few messages. */
    public static List<StoredMessage> read(Engine engine, String group, LogStart start) {
        List<StoredMessage> all = new ArrayList<>();
        LogPosition at = start.position();
        while (at.offset() < start.end().offset()) {
            LogSlice slice = engine.read(group, at, start.end(), 10).await().indefinitely();
            assertEquals(at, slice.start());
            assertTrue(slice.end().offset() > at.offset(), () -> "It does not go on: " + slice);
            all.addAll(slice.messages());
            at = slice.end();
        }
        return all;
    }

    public static List<String> texts(Engine engine, String group, LogStart start) {
        return read(engine, group, start).stream().map(StoredMessage::text).toList();
    }
}
