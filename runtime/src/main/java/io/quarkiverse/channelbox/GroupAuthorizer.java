package io.quarkiverse.channelbox;

import io.smallrye.mutiny.Uni;

/**
 * Decides at the upgrade whether a connection may join a group. Every CDI bean of this type is asked for every group that
 * {@link ChannelGroup} names; all have to agree, else the upgrade is refused with HTTP 403. It is not asked about
 * {@link Group#join explicit joins}, which the application decides itself.
 */
public interface GroupAuthorizer {

    /**
     * Called on an event loop: do not block, return a {@code Uni} that completes later instead. A failure refuses the upgrade:
     * with 401 or 403 if it is Quarkus' {@code UnauthorizedException} or {@code ForbiddenException}, else with 500 and a log
     * entry.
     *
     * @param request who wants to join what
     * @return whether it may; not {@code null}
     */
    Uni<Boolean> mayJoin(JoinRequest request);
}
