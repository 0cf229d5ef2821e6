package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/** Says in the log that something was left out which this version cannot read. */
final class Unreadable {

    private final SeldomLog log = new SeldomLog(Logger.getLogger(Unreadable.class), Logger.Level.WARN);

    void leftOut(Supplier<String> what, RuntimeException problem) {
        log.log(() -> what.get() + " is left out: " + problem);
    }
}
