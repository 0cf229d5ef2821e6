package io.quarkiverse.channelbox.runtime.engine.memory;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.ResumeContract;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

class LocalResumeTest extends ResumeContract {

    @Override
    protected Engine engine(EngineListener listener, TimeSource time) {
        return new LocalEngine(listener, time, Limits.NONE);
    }
}
