package io.quarkiverse.channelbox.deployment;

import io.quarkiverse.channelbox.runtime.lane.TrafficLog;
import io.quarkiverse.channelbox.runtime.membership.ExpiredIdentities;
import io.quarkiverse.channelbox.runtime.membership.Gaps;
import io.quarkiverse.channelbox.runtime.membership.RefusalLog;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;

/** What tells whoever runs the application what goes on. */
class LogsProcessor {

    @BuildStep
    AdditionalBeanBuildItem logs() {
        return AdditionalBeanBuildItem.builder().addBeanClasses(OperatorLog.class, RefusalLog.class, Gaps.class,
                ExpiredIdentities.class, TrafficLog.class).build();
    }
}
