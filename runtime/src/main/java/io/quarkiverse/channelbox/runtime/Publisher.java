package io.quarkiverse.channelbox.runtime;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.lane.FrameForm;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.PayloadEncoder;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.smallrye.mutiny.Uni;

/** Makes a payload a publication: encodes it once, checks that everybody can get it, and hands it to the engine. */
@Singleton
public class Publisher {

    private final PayloadEncoder encoder;
    private final Groups groups;
    private final GroupSettingsResolver settings;
    private final Engine engine;

    public Publisher(PayloadEncoder encoder, Groups groups, GroupSettingsResolver settings, Engine engine) {
        this.encoder = encoder;
        this.groups = groups;
        this.settings = settings;
        this.engine = engine;
    }

    Uni<Receipt> publish(Target target, Object payload, SendOptions options) {
        return engine.publish(target.kind() == Target.Kind.GROUP
                ? toGroup(target, payload, options)
                : toChannels(target, payload, options));
    }

    boolean mayWait() {
        return engine.mayWait();
    }

    private Publication toGroup(Target target, Object payload, SendOptions options) {
        GroupMembers group = groups.group(target.name()).orElse(null);
        GroupSettings groupSettings = group == null ? settings.settings(target.name()) : group.settings();
        EncodedPayload encoded = encoder.encode(payload, groupSettings.payloadType(), target.toString());
        if (group != null) {
            for (FrameForm form : group.forms()) {
                fit(encoded, form, payload, target);
            }
        }
        boolean store = groupSettings.stores(options.isSaveHistory());
        if (store && encoded.size() > groupSettings.historyMaxBytes()) {
            throw new PayloadException("A payload of " + encoded.size() + " bytes cannot be stored in the history of " + target
                    + ", which holds " + groupSettings.historyMaxBytes()
                    + " bytes: send it without history, or raise quarkus.channel-box.history.max-bytes");
        }
        return new Publication(target, encoded, options, groupSettings, store);
    }

    private static void fit(EncodedPayload encoded, FrameForm form, Object payload, Target target) {
        if (form.payloadType() != null) {
            PayloadEncoder.fit(encoded, form.payloadType(), payload, target.toString());
        }
    }

    private Publication toChannels(Target target, Object payload, SendOptions options) {
        if (options.isSaveHistory() || options.getIdempotencyKey().isPresent()) {
            throw new IllegalArgumentException("What is sent to " + target + " cannot be stored and has no idempotency key:"
                    + " history belongs to one group, send to each group by itself");
        }
        EncodedPayload encoded = encoder.encode(payload, PayloadType.AUTO, target.toString());
        for (Member channel : groups.channels(target,
                channel -> options.reaches(channel.localConnection().id(), channel.attributes()))) {
            fit(encoded, channel.form(), payload, target);
        }
        return new Publication(target, encoded, options, null, false);
    }
}
