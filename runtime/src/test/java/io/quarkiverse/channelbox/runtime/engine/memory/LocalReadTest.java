package io.quarkiverse.channelbox.runtime.engine.memory;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.ReadContract;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

class LocalReadTest extends ReadContract {

    @Override
    protected Engine engine(EngineListener listener, TimeSource time) {
        return new LocalEngine(listener, time, Limits.NONE);
    }
}
