package io.quarkiverse.channelbox.runtime;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.command.ClientMessages;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.lane.FrameForm;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.PayloadEncoder;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Reach;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.SendObservers;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.smallrye.mutiny.Uni;

/** Makes a payload a publication: encodes it once, checks that everybody can get it, and hands it to the engine. */
@Singleton
public class Publisher implements ClientMessages {

    private final PayloadEncoder encoder;
    private final Groups groups;
    private final GroupSettingsResolver settings;
    private final Engine engine;
    private final Backlog backlog;
    private final PositionSigner positions;
    private final SendObservers observers;

    public Publisher(PayloadEncoder encoder, Groups groups, GroupSettingsResolver settings, Engine engine,
            Backlog backlog, PositionSigner positions, SendObservers observers) {
        this.encoder = encoder;
        this.groups = groups;
        this.settings = settings;
        this.engine = engine;
        this.backlog = backlog;
        this.positions = positions;
        this.observers = observers;
    }

    SendObservers observers() {
        return observers;
    }

    /**
     * Publishes a message; the call does it.
     *
     * @param isSlowedDown whether the receipt comes later if too much waits on this node already
     * @param sending told when it goes to the engine
     */
    Uni<Receipt> publish(Target target, Object payload, SendOptions options, boolean isSlowedDown, Sending sending) {
        Publication publication = target.kind() == Target.Kind.GROUP
                ? toGroup(target, payload, options, sending)
                : toConnections(target, payload, options, sending);
        long bytes = Backlog.cost(publication.payload().size(), recipients(publication));
        if (!backlog.reserve(bytes)) {
            throw new OverloadedException("The message to " + target + " was not sent: " + backlog.bytes()
                    + " bytes wait on this node to be written, of at most " + backlog.max()
                    + " (quarkus.channel-box.max-pending). Wait for the receipt of a message before you send many more"
                    + " (send or sendAndAwait), send less, or raise it");
        }
        Uni<Receipt> published;
        try {
            sending.publishing(publication);
            published = signed(engine.publish(publication), publication);
        } catch (RuntimeException | Error e) {
            backlog.release(bytes);
            throw e;
        }
        if (mayWait()) {
            return published.onTermination().invoke(() -> backlog.release(bytes))
                    .flatMap(receipt -> isSlowedDown && backlog.isHigh() ? whenLow(receipt) : Uni.createFrom().item(receipt));
        }
        backlog.release(bytes);
        return isSlowedDown && backlog.isHigh() ? published.flatMap(this::whenLow) : published;
    }

    @Override
    public Uni<Receipt> publish(String group, EncodedPayload payload, SendOptions options) {
        return new SendUni(this, new Target(Target.Kind.GROUP, List.of(group)), payload, options, true);
    }

    private Uni<Receipt> signed(Uni<Receipt> published, Publication publication) {
        return publication.store() || publication.options().getIdempotencyKey().isPresent()
                ? new SignedSend(published, publication.target().name(), positions)
                : published;
    }

    private Uni<Receipt> whenLow(Receipt receipt) {
        return Uni.createFrom().emitter(emitter -> backlog.whenLow(() -> emitter.complete(receipt)));
    }

    private int recipients(Publication publication) {
        Target target = publication.target();
        return target.kind() == Target.Kind.GROUP ? groups.group(target.name()).map(GroupMembers::size).orElse(0)
                : groups.recipients(target, member -> true).size();
    }

    /** Whether a publish may take longer than the call itself, so that to wait for it would block the thread. */
    boolean mayWait() {
        return engine instanceof RemoteEngine;
    }

    /** Whether receipts come later now, since too much waits on this node. */
    boolean slowsDown() {
        return backlog.isHigh();
    }

    private Publication toGroup(Target target, Object payload, SendOptions options, Sending sending) {
        GroupMembers group = groups.group(target.name()).orElse(null);
        GroupSettings groupSettings = group == null ? settings.settings(target.name()) : group.settings();
        EncodedPayload encoded = encoder.encode(payload, groupSettings.payloadType(), target);
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
        return new Publication(target, encoded, options, groupSettings, store, sending.whenWritten());
    }

    private static void fit(EncodedPayload encoded, FrameForm form, Object payload, Target target) {
        if (form.payloadType() != null) {
            PayloadEncoder.fit(encoded, form.payloadType(), payload, target);
        }
    }

    private Publication toConnections(Target target, Object payload, SendOptions options, Sending sending) {
        if (options.isSaveHistory() || options.getIdempotencyKey().isPresent()) {
            throw new IllegalArgumentException("What is sent to " + target + " cannot be stored and has no idempotency key:"
                    + " history belongs to one group, send to each group by itself");
        }
        EncodedPayload encoded = encoder.encode(payload, PayloadType.AUTO, target);
        for (Member member : groups.recipients(target,
                member -> Reach.includes(options, member.laneConnection().id(), member.attributes())).values()) {
            if (member != null) {
                fit(encoded, member.form(), payload, target);
            }
        }
        return new Publication(target, encoded, options, null, false, sending.whenWritten());
    }
}
