package io.quarkiverse.channelbox;

import io.smallrye.mutiny.Uni;

/**
 * Decides on what clients ask for: to join a group, at the upgrade or by a command, and to publish to it. Every CDI bean of
 * this type is asked, all have to agree; else an upgrade is refused with HTTP 403, and a command with an error reply of
 * that code. It is not asked about what the application does itself: {@link Group#join explicit joins} and sends.
 * <p>
 * Both methods are called on an event loop: do not block, return a {@code Uni} that completes later instead. A failure refuses:
 * with 401 or 403 if it is Quarkus' {@code UnauthorizedException} or {@code ForbiddenException}, else with 500 and a log entry.
 */
public interface GroupAuthorizer {

    /**
     * Asked for every group that {@link ChannelGroup} makes a connection join, and for every one that a client asks to join
     * ({@link ChannelGroup.JoinMode#ON_REQUEST}).
     *
     * @param request who wants to join what
     * @return whether it may; not {@code null}
     */
    Uni<Boolean> mayJoin(JoinRequest request);

    /**
     * Asked for every message that a member wants to send ({@link ChannelGroup.PublishMode#MEMBERS}). Default: it may.
     *
     * @param request who wants to send to what
     * @return whether it may; not {@code null}
     */
    default Uni<Boolean> mayPublish(PublishRequest request) {
        return Uni.createFrom().item(true);
    }
}
