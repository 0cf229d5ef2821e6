package io.quarkiverse.channelbox.deployment;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.FlushReport;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.Asker;
import io.quarkiverse.channelbox.runtime.CurrentGroup;
import io.quarkiverse.channelbox.runtime.DefaultChannelBox;
import io.quarkiverse.channelbox.runtime.EngineSelector;
import io.quarkiverse.channelbox.runtime.Publisher;
import io.quarkiverse.channelbox.runtime.SendFailures;
import io.quarkiverse.channelbox.runtime.ShutdownHook;
import io.quarkiverse.channelbox.runtime.ShutdownSequence;
import io.quarkiverse.channelbox.runtime.Startup;
import io.quarkiverse.channelbox.runtime.ask.OpenQuestions;
import io.quarkiverse.channelbox.runtime.client.ClientModule;
import io.quarkiverse.channelbox.runtime.command.AnswerCommands;
import io.quarkiverse.channelbox.runtime.command.Commands;
import io.quarkiverse.channelbox.runtime.command.EventCommands;
import io.quarkiverse.channelbox.runtime.command.EventData;
import io.quarkiverse.channelbox.runtime.command.JoinCommands;
import io.quarkiverse.channelbox.runtime.command.PublishCommands;
import io.quarkiverse.channelbox.runtime.inbound.NodeInbound;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.lane.FrameEncoder;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.PayloadCompressor;
import io.quarkiverse.channelbox.runtime.membership.Authorizers;
import io.quarkiverse.channelbox.runtime.membership.Cleanup;
import io.quarkiverse.channelbox.runtime.membership.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.membership.Connections;
import io.quarkiverse.channelbox.runtime.membership.ExpirySweeper;
import io.quarkiverse.channelbox.runtime.membership.FanOut;
import io.quarkiverse.channelbox.runtime.membership.GroupEvents;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.ListeningSockets;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkiverse.channelbox.runtime.membership.SlowConsumers;
import io.quarkiverse.channelbox.runtime.membership.Survivors;
import io.quarkiverse.channelbox.runtime.membership.ThisNode;
import io.quarkiverse.channelbox.runtime.message.PayloadEncoder;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.observe.CommandObservers;
import io.quarkiverse.channelbox.runtime.observe.SendObservers;
import io.quarkiverse.channelbox.runtime.presence.Occupancy;
import io.quarkiverse.channelbox.runtime.presence.PresenceFeed;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkiverse.channelbox.runtime.settings.CompressionSettings;
import io.quarkiverse.channelbox.runtime.settings.EndpointBindings;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.MessageLimits;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.snapshot.Snapshots;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.quarkiverse.channelbox.runtime.upgrade.GroupUpgradeCheck;
import io.quarkiverse.channelbox.runtime.upgrade.OriginPolicy;
import io.quarkiverse.channelbox.runtime.upgrade.RefusedOrigins;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ShutdownListenerBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;

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
        return new NativeImageResourceBuildItem(ClientModule.resources());
    }

    /** What a REST method may return as it is: Jackson reads it by reflection. */
    @BuildStep
    ReflectiveClassBuildItem results() {
        return ReflectiveClassBuildItem.builder(ChannelMessage.class, Receipt.class, FlushReport.class, CleanupReport.class,
                GroupInfo.class, PresenceEntry.class, Answer.class).methods().fields().build();
    }

    /** Nothing injects it: Quarkus looks for such beans when it starts the server. */
    @BuildStep
    AdditionalBeanBuildItem subprotocol() {
        return AdditionalBeanBuildItem.unremovableOf(Subprotocol.class);
    }

    /** The listener of the shutdown, which is no bean, looks it up. */
    @BuildStep
    AdditionalBeanBuildItem shutdownSequence() {
        return AdditionalBeanBuildItem.unremovableOf(ShutdownSequence.class);
    }

    @BuildStep
    AdditionalBeanBuildItem coreBeans() {
        return AdditionalBeanBuildItem.builder().addBeanClasses(
                DefaultChannelBox.class, CurrentGroup.class, Publisher.class, Asker.class, OpenQuestions.class,
                SendFailures.class, SendObservers.class, CommandObservers.class, Startup.class, Shutdown.class,
                ValidatedConfig.class, PositionSigner.class,
                GroupNameRules.class, GroupSettingsResolver.class, GroupEvents.class, Groups.class, Memberships.class,
                ThisNode.class,
                Connections.class, ConnectionLifecycle.class, ListeningSockets.class, Authorizers.class,
                Commands.class, JoinCommands.class, PublishCommands.class, EventCommands.class, EventData.class,
                AnswerCommands.class, EndpointBindings.class,
                GroupUpgradeCheck.class, OriginPolicy.class, RefusedOrigins.class,
                EngineSelector.class, FanOut.class, Lanes.class, FrameEncoder.class,
                PayloadCompressor.class, CompressionSettings.class, MessageLimits.class, PayloadEncoder.class,
                SlowConsumers.class, Survivors.class, PresenceFeed.class, Occupancy.class, ClientModule.class,
                SystemTimeSource.class, Backlog.class, NodeInbound.class, ExpirySweeper.class, Cleanup.class, Snapshots.class)
                .build();
    }
}
