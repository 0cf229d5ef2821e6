package io.quarkiverse.channelbox.simulation;

import java.util.OptionalLong;
import java.util.function.Supplier;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.memory.Limits;
import io.quarkiverse.channelbox.runtime.engine.memory.LocalEngine;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Vertx;

/** One node, and the engine in its memory. */
final class MemoryBackend implements Scenario.Backend {

    private final Supplier<Scenario> scenario;

    MemoryBackend(Supplier<Scenario> scenario) {
        this.scenario = scenario;
    }

    @Override
    public Engine make(EngineListener listener, TimeSource time, Vertx vertx) {
        return new LocalEngine(new EngineListener() {
            @Override
            public int onMessage(Delivery delivery) {
                if (delivery.target().kind() == Target.Kind.GROUP) {
                    scenario.get().published(delivery.target().name(), delivery.payload().text(),
                            delivery.isStored() ? delivery.position().id() : null);
                }
                return listener.onMessage(delivery);
            }

            @Override
            public void onGap(String group, OptionalLong missed) {
                listener.onGap(group, missed);
            }
        }, time, Limits.NONE);
    }

    @Override
    public void fault(Scenario of) {
        // There is nothing but the node.
    }

    @Override
    public void heal() {
        // Nothing was broken.
    }
}
