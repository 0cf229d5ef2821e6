package io.quarkiverse.channelbox.runtime.observe;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkus.arc.All;
import io.quarkus.websockets.next.WebSocketConnection;

/** All that follow commands. */
@Singleton
public class CommandObservers {

    private final List<CommandObserver> all;

    public CommandObservers(@All List<CommandObserver> all) {
        this.all = all;
    }

    /** As {@link CommandObserver#begin}. */
    public CarryingOut begin(Command command, WebSocketConnection connection) {
        return all.isEmpty() ? CarryingOut.NONE
                : new Several(all.stream().map(each -> each.begin(command, connection)).toList());
    }

    /** As {@link CommandObserver#refused}. */
    public void refused(int status) {
        all.forEach(each -> each.refused(status));
    }

    private record Several(List<CarryingOut> all) implements CarryingOut {

        @Override
        public void done() {
            all.forEach(CarryingOut::done);
        }

        @Override
        public void refused(int status, Throwable failure) {
            all.forEach(each -> each.refused(status, failure));
        }
    }
}
