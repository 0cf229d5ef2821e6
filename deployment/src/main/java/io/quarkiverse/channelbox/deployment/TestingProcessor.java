package io.quarkiverse.channelbox.deployment;

import io.quarkiverse.channelbox.runtime.testing.LaneWrites;
import io.quarkiverse.channelbox.runtime.testing.RecordedSends;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.IsTest;
import io.quarkus.deployment.annotations.BuildStep;

/** Help for the application's tests, in test mode only. */
class TestingProcessor {

    /** Tests may look them up as well as inject them. */
    @BuildStep(onlyIf = IsTest.class)
    AdditionalBeanBuildItem beansForTests() {
        return AdditionalBeanBuildItem.builder().setUnremovable().addBeanClasses(RecordedSends.class, LaneWrites.class)
                .build();
    }
}
