package io.quarkiverse.channelbox.runtime.metrics;

import java.util.Map;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.channelbox.runtime.observe.CarryingOut;
import io.quarkiverse.channelbox.runtime.observe.CommandObserver;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkus.websockets.next.WebSocketConnection;

/** Counts the commands of clients by what became of them. */
@Singleton
public class CommandMeters implements CommandObserver {

    /** The server's own failure; what is above it, too, since it is full, overloaded or cannot reach Redis. */
    private static final int FAILED = 500;

    private final Map<Class<? extends Command>, OfCommand> byCommand;
    private final RefusalCounters refusals;

    public CommandMeters(MeterRegistry registry, RefusalCounters refusals) {
        this.refusals = refusals;
        this.byCommand = Map.of(
                Command.Join.class, register("join", registry),
                Command.Leave.class, register("leave", registry),
                Command.Publish.class, register("publish", registry),
                Command.Event.class, register("event", registry));
    }

    private OfCommand register(String command, MeterRegistry registry) {
        return new OfCommand(counter(command, "ok", registry), counter(command, "refused", registry),
                counter(command, "failed", registry), refusals);
    }

    private static Counter counter(String command, String result, MeterRegistry registry) {
        return Counter.builder("channelbox.commands").tag("command", command).tag("result", result)
                .description("Commands of clients that were carried out, refused, or failed").register(registry);
    }

    @Override
    public CarryingOut begin(Command command, WebSocketConnection connection) {
        return byCommand.get(command.getClass());
    }

    @Override
    public void refused(int status) {
        refusals.increment(status);
    }

    private record OfCommand(Counter ok, Counter refused, Counter failed, RefusalCounters refusals) implements CarryingOut {

        @Override
        public void done() {
            ok.increment();
        }

        @Override
        public void refused(int status, Throwable failure) {
            (status >= FAILED || status == CLIENT_GONE ? failed : refused).increment();
            if (status != FAILED && status != CLIENT_GONE) {
                refusals.increment(status);
            }
        }
    }
}
