package io.quarkiverse.channelbox.runtime.command;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.membership.Refusal;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/** What a client is told of a failure; what it does not learn is in the log. */
final class CommandFailures {

    private final SeldomLog failed = new SeldomLog(Logger.getLogger(CommandFailures.class), Logger.Level.ERROR);

    Refusal refusal(Throwable failure) {
        return Refusal.of(failure).orElseGet(() -> {
            failed.log(() -> "A command of a client failed", failure);
            return new Refusal(500, "the server failed");
        });
    }
}
