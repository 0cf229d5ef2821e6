package io.quarkiverse.channelbox.runtime.engine;

import java.util.OptionalLong;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/** Keeps from an engine what a listener throws by mistake: it would cost what comes after that message, and its send. */
public final class GuardedListener implements EngineListener {

    private final EngineListener listener;
    private final SeldomLog failed = new SeldomLog(Logger.getLogger(GuardedListener.class), Logger.Level.ERROR);

    public GuardedListener(EngineListener listener) {
        this.listener = listener;
    }

    @Override
    public int onMessage(Delivery delivery) {
        try {
            return listener.onMessage(delivery);
        } catch (RuntimeException e) {
            failed.log(() -> "A message to " + delivery.target() + " was not handed to all channels of this node", e);
            return 0;
        }
    }

    @Override
    public void onGap(String group, OptionalLong missed) {
        try {
            listener.onGap(group, missed);
        } catch (RuntimeException e) {
            failed.log(() -> "Channels of this node were not told that messages are missing", e);
        }
    }
}
