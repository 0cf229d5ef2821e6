package io.quarkiverse.channelbox.deployment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;

import io.quarkiverse.channelbox.runtime.inbound.InboundRules;
import io.quarkiverse.channelbox.runtime.inbound.TakenFrames;
import io.quarkiverse.channelbox.runtime.inbound.TakenFramesRecorder;
import io.quarkiverse.channelbox.runtime.inbound.Unfinished;
import io.quarkiverse.channelbox.runtime.inbound.Violations;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;

/** What clients are held to. */
class InboundProcessor {

    @BuildStep
    AdditionalBeanBuildItem rules() {
        return AdditionalBeanBuildItem.builder().addBeanClasses(InboundRules.class, Unfinished.class, Violations.class).build();
    }

    /** Which endpoints take text only, and which take binary messages only. */
    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem takenFrames(CombinedIndexBuildItem combined, TakenFramesRecorder recorder) {
        Set<String> textOnly = new HashSet<>();
        Set<String> binaryOnly = new HashSet<>();
        IndexView index = combined.getIndex();
        for (AnnotationInstance webSocket : index.getAnnotations(Endpoints.WEB_SOCKET)) {
            List<ClassInfo> hierarchy = Endpoints.hierarchy(webSocket.target().asClass(), index);
            boolean takesText = Endpoints.hasMethod(hierarchy, Names.ON_TEXT);
            if (takesText != Endpoints.hasMethod(hierarchy, Names.ON_BINARY)) {
                (takesText ? textOnly : binaryOnly).add(Endpoints.id(webSocket));
            }
        }
        return SyntheticBeanBuildItem.configure(TakenFrames.class).scope(Singleton.class)
                .runtimeValue(recorder.frames(textOnly, binaryOnly)).done();
    }
}
