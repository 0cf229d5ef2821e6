package io.quarkiverse.channelbox.deployment;

import io.quarkiverse.channelbox.runtime.DefaultChannelBox;
import io.quarkiverse.channelbox.runtime.Publisher;
import io.quarkiverse.channelbox.runtime.SendFailures;
import io.quarkiverse.channelbox.runtime.Shutdown;
import io.quarkiverse.channelbox.runtime.ShutdownHook;
import io.quarkiverse.channelbox.runtime.Startup;
import io.quarkiverse.channelbox.runtime.client.ClientModule;
import io.quarkiverse.channelbox.runtime.config.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.engine.EngineSelector;
import io.quarkiverse.channelbox.runtime.expiry.Expirations;
import io.quarkiverse.channelbox.runtime.expiry.ExpirySweeper;
import io.quarkiverse.channelbox.runtime.expiry.Heartbeat;
import io.quarkiverse.channelbox.runtime.expiry.SystemTimeSource;
import io.quarkiverse.channelbox.runtime.fanout.EventLoopLanes;
import io.quarkiverse.channelbox.runtime.fanout.FrameEncoder;
import io.quarkiverse.channelbox.runtime.fanout.LocalFanOut;
import io.quarkiverse.channelbox.runtime.fanout.PayloadEncoder;
import io.quarkiverse.channelbox.runtime.fanout.SlowConsumers;
import io.quarkiverse.channelbox.runtime.group.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.group.GroupEvents;
import io.quarkiverse.channelbox.runtime.group.GroupNames;
import io.quarkiverse.channelbox.runtime.group.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.group.LocalConnections;
import io.quarkiverse.channelbox.runtime.group.LocalGroups;
import io.quarkiverse.channelbox.runtime.group.LocalMembers;
import io.quarkiverse.channelbox.runtime.group.LocalNode;
import io.quarkiverse.channelbox.runtime.presence.PresenceFeed;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkiverse.channelbox.runtime.upgrade.GroupUpgradeCheck;
import io.quarkiverse.channelbox.runtime.upgrade.OriginPolicy;
import io.quarkiverse.channelbox.runtime.upgrade.UpgradeProbe;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ShutdownListenerBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;

/** The feature and the beans that every application has. */
class ChannelBoxProcessor {

    private static final String FEATURE = "channel-box";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    ShutdownListenerBuildItem shutdownHook() {
        return new ShutdownListenerBuildItem(new ShutdownHook());
    }

    @BuildStep
    NativeImageResourceBuildItem clientModule() {
        return new NativeImageResourceBuildItem(ClientModule.RESOURCE);
    }

    /** Nothing injects it: Quarkus looks for such beans when it starts the server. */
    @BuildStep
    AdditionalBeanBuildItem subprotocol() {
        return AdditionalBeanBuildItem.unremovableOf(Subprotocol.class);
    }

    @BuildStep
    AdditionalBeanBuildItem coreBeans() {
        return AdditionalBeanBuildItem.builder().addBeanClasses(
                DefaultChannelBox.class, Publisher.class, SendFailures.class, Startup.class, Shutdown.class,
                ValidatedConfig.class,
                GroupNames.class, GroupSettingsResolver.class, GroupEvents.class, LocalGroups.class, LocalMembers.class,
                LocalNode.class,
                LocalConnections.class, ConnectionLifecycle.class,
                GroupUpgradeCheck.class, UpgradeProbe.class, OriginPolicy.class,
                EngineSelector.class, LocalFanOut.class, EventLoopLanes.class, FrameEncoder.class, PayloadEncoder.class,
                SlowConsumers.class, PresenceFeed.class, ClientModule.class,
                SystemTimeSource.class, Expirations.class, ExpirySweeper.class, Heartbeat.class)
                .build();
    }
}
