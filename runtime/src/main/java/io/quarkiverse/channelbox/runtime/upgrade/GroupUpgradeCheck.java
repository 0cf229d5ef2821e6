package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.runtime.lane.Lane;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.membership.Authorizers;
import io.quarkiverse.channelbox.runtime.membership.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.membership.RefusalLog;
import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkiverse.channelbox.runtime.membership.TimeLimit;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.protocol.ResumePositions;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkiverse.channelbox.runtime.settings.EndpointBindings;
import io.quarkiverse.channelbox.runtime.settings.GroupBinding;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.settings.GroupNameWriter;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/**
 * Decides on upgrades: form, origin, identity, names, authorizers, limits, in that order. It comes after all other checks, the
 * endpoint's security annotations among them, since it reserves places.
 */
@Singleton
@Priority(Integer.MIN_VALUE)
public class GroupUpgradeCheck implements HttpUpgradeCheck {

    private final EndpointBindings bindings;
    private final Authorizers authorizers;
    private final ConnectionLifecycle lifecycle;
    private final OriginPolicy origins;
    private final RefusedOrigins refusedOrigins;
    private final RefusalLog refusals;
    private final GroupNameRules names;
    private final Memberships members;
    private final Shutdown shutdown;
    private final Lanes lanes;
    private final Counts counts;
    private final int maxPositions;

    public GroupUpgradeCheck(EndpointBindings bindings, Authorizers authorizers,
            ConnectionLifecycle lifecycle, OriginPolicy origins, RefusedOrigins refusedOrigins, RefusalLog refusals,
            GroupNameRules names, Memberships members, Shutdown shutdown, Lanes lanes, Counts counts, ValidatedConfig config) {
        this.bindings = bindings;
        this.authorizers = authorizers;
        this.lifecycle = lifecycle;
        this.origins = origins;
        this.refusedOrigins = refusedOrigins;
        this.refusals = refusals;
        this.names = names;
        this.members = members;
        this.shutdown = shutdown;
        this.lanes = lanes;
        this.counts = counts;
        this.maxPositions = config.values().maxGroupsPerConnection();
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (context.httpRequest().response().ended()) {
            // It had taken too long to get here.
            return Uni.createFrom().nothing();
        }
        Undecided.end();
        boolean isProbe = UpgradeProbe.isProbe(context.httpRequest());
        if (!isProbe) {
            lifecycle.upgrading(context);
        }
        Optional<GroupBinding> binding = bindings.of(context.endpointId());
        if (binding.isEmpty()) {
            return unlessGone(context, inTurn(letIn(context)));
        }
        return unlessGone(context, inTurn(Uni.createFrom().deferred(() -> {
            shutdown.refuseIfBegun();
            if (!isProbe) {
                OpeningHandshake.check(context.httpRequest());
            }
            if (!origins.allows(context.httpRequest())) {
                refusedOrigins.log(context.httpRequest(), context.endpointId());
                throw new RefusedException(403, RefusedOrigins.REASON);
            }
            TimeLimit limit = new TimeLimit();
            return onRequestContext(identity(context, limit))
                    .flatMap(identity -> admit(context, binding.get(), identity, limit));
        }).onFailure().recoverWithItem(failure -> refusal(failure, context))));
    }

    /** Who has gone while it was decided gets no answer: there is no request any more, and to upgrade it would fail. */
    private Uni<CheckResult> unlessGone(HttpUpgradeContext context, Uni<CheckResult> decision) {
        return decision.flatMap(result -> lifecycle.isGone(context) ? Uni.createFrom().nothing()
                : Uni.createFrom().item(result));
    }

    /** When thousands of clients come back at once, what has to be done for each of them leaves room for other work. */
    private Uni<CheckResult> inTurn(Uni<CheckResult> decision) {
        if (Vertx.currentContext() instanceof ContextInternal context && context.isEventLoopContext()) {
            Lane lane = lanes.lane(context.nettyEventLoop());
            return decision.emitOn(command -> lane.executeInTurn(() -> context.emit(command, Runnable::run)));
        }
        return decision;
    }

    /**
     * Its connections join groups only if the application makes them. Only who speaks the subprotocol can be refused: it knows
     * why.
     */
    private Uni<CheckResult> letIn(HttpUpgradeContext context) {
        boolean speaksProtocol = Subprotocol.isOffered(context.httpRequest());
        return onRequestContext(identity(context, new TimeLimit())).onFailure().recoverWithNull().map(identity -> {
            Handshake handshake = new Handshake(context, identity);
            if (speaksProtocol) {
                shutdown.refuseIfBegun();
            }
            refuseIfExpired(handshake);
            Map<String, String> positions = speaksProtocol ? positions(handshake) : Map.of();
            if (UpgradeProbe.isProbe(context.httpRequest())) {
                return Answers.wouldBeLetIn();
            }
            lifecycle.admitted(context, handshake.identity(), Set.of(), positions);
            return CheckResult.permitUpgradeSync();
        }).onFailure().recoverWithItem(failure -> refusal(failure, context));
    }

    private Uni<CheckResult> admit(HttpUpgradeContext context, GroupBinding binding, SecurityIdentity identity,
            TimeLimit limit) {
        Handshake handshake = new Handshake(context, identity);
        refuseIfExpired(handshake);
        GroupNameWriter writer = new GroupNameWriter(handshake, names);
        binding.writeNames(writer);
        Map<String, String> groups = writer.templatesByName();
        Map<String, String> positions = positions(handshake);
        Uni<Void> authorized = Uni.createFrom().voidItem();
        for (Map.Entry<String, String> group : groups.entrySet()) {
            JoinRequest request = new HandshakeJoinRequest(group.getKey(), group.getValue(), handshake);
            authorized = authorized.chain(() -> authorizers.mayJoin(request));
        }
        Uni<Void> allowed = onRequestContext(limit.on(authorized, Authorizers.DECISION));
        if (UpgradeProbe.isProbe(context.httpRequest())) {
            return allowed.map(ignored -> {
                if (!members.hasPlaces(groups.keySet())) {
                    throw members.full(groups.keySet());
                }
                return Answers.wouldBeLetIn();
            });
        }
        return allowed.chain(() -> onRequestContext(limit.on(reserve(groups), "the engine's answer"))).map(ignored -> {
            if (handshake.hasExpired()) {
                groups.keySet().forEach(members::release);
                throw expired();
            }
            lifecycle.admitted(context, handshake.identity(), groups.keySet(), positions);
            return CheckResult.permitUpgradeSync();
        });
    }

    private CheckResult refusal(Throwable failure, HttpUpgradeContext context) {
        CheckResult refusal = Answers.refusal(failure);
        // Who has gone is refused nothing, who probes has been refused before, and origins are told by themselves.
        if (!lifecycle.isGone(context) && !UpgradeProbe.isProbe(context.httpRequest())) {
            counts.refused(refusal.getHttpResponseCode());
            if (!RefusedOrigins.REASON.equals(failure.getMessage())) {
                refusals.upgrade(context.endpointId(), failure);
            }
        }
        return refusal;
    }

    private static void refuseIfExpired(Handshake handshake) {
        if (handshake.hasExpired()) {
            throw expired();
        }
    }

    private static RefusedException expired() {
        return new RefusedException(401, "the authentication has expired");
    }

    private Map<String, String> positions(Handshake handshake) {
        try {
            Map<String, String> positions = handshake.queryParam(ResumePositions.PARAMETER).map(ResumePositions::parse)
                    .orElse(Map.of());
            if (positions.size() > maxPositions) {
                String reason = "'" + ResumePositions.PARAMETER + "' names more than " + maxPositions + " groups";
                throw new RefusedException(400, reason, "quarkus.channel-box.max-groups-per-connection", reason);
            }
            return positions;
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, e.getMessage());
        }
    }

    /** Whoever sends after a client has seen its connection open, on whichever node, reaches it. */
    private Uni<Void> reserve(Map<String, String> groups) {
        Map<String, Uni<Void>> reserved = new LinkedHashMap<>();
        for (String group : groups.keySet()) {
            reserved.put(group, members.reserve(group).orElseThrow(() -> {
                RefusedException full = members.full(List.of(group));
                reserved.keySet().forEach(members::release);
                return full;
            }));
        }
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Uni<Void> subscribed : reserved.values()) {
            all = all.chain(() -> subscribed);
        }
        return all.onFailure().invoke(() -> reserved.keySet().forEach(members::release))
                .onCancellation().invoke(() -> reserved.keySet().forEach(members::release));
    }

    /**
     * Without a security extension there is no identity. Where Quarkus authenticates lazily it answers by itself who fails, and
     * nothing is left to do.
     */
    private Uni<SecurityIdentity> identity(HttpUpgradeContext context, TimeLimit limit) {
        Uni<SecurityIdentity> identity = context.securityIdentity();
        return identity == null ? Uni.createFrom().nullItem()
                : limit.on(identity, "the identity")
                        .onFailure(failure -> context.httpRequest().response().ended())
                        .recoverWithUni(Uni.createFrom().nothing());
    }

    /** What an identity provider or an authorizer completes on another thread goes on on the request's own. */
    private static <T> Uni<T> onRequestContext(Uni<T> uni) {
        Context context = Vertx.currentContext();
        return context == null ? uni : uni.emitOn(command -> {
            if (Vertx.currentContext() == context) {
                command.run();
            } else {
                context.runOnContext(ignored -> command.run());
            }
        });
    }
}
