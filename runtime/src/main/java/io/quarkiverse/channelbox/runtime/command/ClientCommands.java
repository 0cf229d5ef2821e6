package io.quarkiverse.channelbox.runtime.command;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.runtime.inbound.Inbound;
import io.quarkiverse.channelbox.runtime.membership.CommandReader;
import io.quarkiverse.channelbox.runtime.membership.Refusal;
import io.quarkiverse.channelbox.runtime.observe.CarryingOut;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkiverse.channelbox.runtime.protocol.CommandParser;
import io.quarkiverse.channelbox.runtime.protocol.CommandSyntaxException;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import io.vertx.core.impl.ContextInternal;

/** The commands of one client, of which a bounded number is under way. Used on the event loop of its connection. */
final class ClientCommands implements CommandReader {

    private final Commands commands;
    private final Inbound inbound;
    private final CommandClient client;
    private final Set<Long> refs = new HashSet<>(4);
    private int underWay;

    ClientCommands(Commands commands, Inbound inbound, CommandClient client) {
        this.commands = commands;
        this.inbound = inbound;
        this.client = client;
    }

    @Override
    public void read(byte[] utf8) {
        client.connection().protocol().beginReading();
        commands.traffic().received(client.connection(), utf8);
        Command command;
        try {
            command = CommandParser.parse(utf8);
        } catch (CommandSyntaxException e) {
            refuse(e.ref(), new Refusal(400, e.getMessage()), e);
            return;
        }
        if (command instanceof Command.Pong) {
            client.connection().ponged();
        } else if (command instanceof Command.Answer answer) {
            commands.answers().answer(client, answer);
        } else if (mayBegin(command.ref())) {
            begin(command, utf8.length);
        }
    }

    @Override
    public void tooLarge(byte[] head) {
        refuse(CommandParser.refOf(head), new Refusal(413, "a command may have " + commands.maxBytes() + " bytes",
                "quarkus.websockets-next.server.max-message-size"), null);
    }

    private boolean mayBegin(OptionalLong ref) {
        if (underWay >= commands.maxUnderWay()) {
            refuse(ref, new Refusal(429, commands.maxUnderWay() + " commands are under way; wait for replies",
                    "quarkus.channel-box.max-commands-per-connection"), null);
            return false;
        }
        if (ref.isPresent() && refs.contains(ref.getAsLong())) {
            refuse(ref, new Refusal(400, "'ref' is that of a command that is under way"), null);
            return false;
        }
        return true;
    }

    private void begin(Command command, int bytes) {
        underWay++;
        inbound.begin(bytes);
        command.ref().ifPresent(refs::add);
        // What the application decides or does has a context of its own, as it has for a request.
        ContextInternal context = (ContextInternal) VertxContext.createNewDuplicatedContext(client.context());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.dispatch(() -> carryOut(command, bytes));
    }

    private void carryOut(Command command, int bytes) {
        CarryingOut observed = commands.observers().begin(command, client.connection().webSocket());
        Uni<Void> carriedOut;
        try {
            carriedOut = commands.carryOut(client, command);
        } catch (RuntimeException e) {
            carriedOut = Uni.createFrom().failure(e);
        }
        AbstractUni.subscribe(carriedOut, new UnderWay(command, bytes, observed));
    }

    /** A subscriber of its own, since those of {@code Uni.subscribe()} capture the caller's context for each callback. */
    private final class UnderWay implements UniSubscriber<Void> {

        private final Command command;
        private final int bytes;
        private final CarryingOut observed;

        UnderWay(Command command, int bytes, CarryingOut observed) {
            this.command = command;
            this.bytes = bytes;
            this.observed = observed;
        }

        @Override
        public Context context() {
            return Context.empty();
        }

        @Override
        public void onSubscribe(UniSubscription subscription) {
            // Nobody cancels it.
        }

        @Override
        public void onItem(Void done) {
            observed.done();
            end(command, bytes);
        }

        @Override
        public void onFailure(Throwable failure) {
            if (failure instanceof ConnectionClosedException) {
                observed.refused(CarryingOut.CLIENT_GONE, failure);
            } else {
                Refusal refusal = commands.failures().refusal(failure);
                observed.refused(refusal.status(), failure);
                commands.refusals().command(refusal, failure);
                if (!(command instanceof Command.Event) || command.ref().isPresent()) {
                    tell(command.ref(), refusal);
                }
            }
            end(command, bytes);
        }
    }

    private void end(Command command, int bytes) {
        client.connection().lane().runOrExecute(() -> {
            underWay--;
            inbound.end(bytes);
            command.ref().ifPresent(refs::remove);
        });
    }

    /** @param failure {@code null} if it can be read */
    private void refuse(OptionalLong ref, Refusal refusal, CommandSyntaxException failure) {
        commands.observers().refused(refusal.status());
        commands.refusals().command(refusal, failure);
        tell(ref, refusal);
    }

    private void tell(OptionalLong ref, Refusal refusal) {
        client.connection().protocol().tell(ProtocolFrames.error(ref, refusal.status(), refusal.reason()));
    }
}
