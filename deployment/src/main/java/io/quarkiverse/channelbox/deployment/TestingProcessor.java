package io.quarkiverse.channelbox.deployment;

import io.quarkiverse.channelbox.runtime.testing.RecordedSends;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.IsTest;
import io.quarkus.deployment.annotations.BuildStep;

/** Help for the application's tests, in test mode only. */
class TestingProcessor {

    /** Tests may look it up as well as inject it. */
    @BuildStep(onlyIf = IsTest.class)
    AdditionalBeanBuildItem sentMessages() {
        return AdditionalBeanBuildItem.unremovableOf(RecordedSends.class);
    }
}
