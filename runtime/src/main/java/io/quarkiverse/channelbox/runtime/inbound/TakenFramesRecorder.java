package io.quarkiverse.channelbox.runtime.inbound;

import java.util.Set;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

/** Brings to the running application what the build has found. */
@Recorder
public class TakenFramesRecorder {

    public RuntimeValue<TakenFrames> frames(Set<String> textOnly, Set<String> binaryOnly) {
        return new RuntimeValue<>(new TakenFrames(textOnly, binaryOnly));
    }
}
