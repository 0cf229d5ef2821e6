package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.EventRefusedException;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.runtime.settings.MissingValueException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;

/**
 * What a client is told that may not have what it asks for, by an upgrade or a command.
 *
 * @param status as in HTTP
 * @param reason without anything that the client did not know before
 * @param key of the configuration that decides, which the client does not learn; {@code null} if there is none
 */
public record Refusal(int status, String reason, String key) {

    /** Of all keys of the extension. */
    private static final String PREFIX = "quarkus.channel-box.";

    /** One that no configuration decides on. */
    public Refusal(int status, String reason) {
        this(status, reason, null);
    }

    /** Empty if the failure is no refusal but the server's own. */
    public static Optional<Refusal> of(Throwable failure) {
        return Optional.ofNullable(ofOrNull(failure));
    }

    private static Refusal ofOrNull(Throwable failure) {
        if (failure instanceof RefusedException refused) {
            return refused.refusal();
        }
        if (failure instanceof EventRefusedException refused) {
            return new Refusal(refused.code(), refused.getMessage());
        }
        if (failure instanceof MissingValueException missing) {
            return new Refusal(missing.isOfUser() ? 401 : 400, missing.getMessage());
        }
        if (failure instanceof InvalidGroupNameException) {
            return new Refusal(400, "the group name is empty, too long or has characters that are not allowed",
                    PREFIX + "group-name-pattern");
        }
        if (failure instanceof PayloadException) {
            return new Refusal(400, "the payload does not fit the group");
        }
        if (failure instanceof UnauthorizedException || failure instanceof AuthenticationFailedException) {
            return new Refusal(401, "not authenticated");
        }
        if (failure instanceof ForbiddenException) {
            return new Refusal(403, "not allowed");
        }
        if (failure instanceof GroupFullException) {
            return new Refusal(503, "the group or the node is full", PREFIX + "max-channels");
        }
        if (failure instanceof OverloadedException) {
            return new Refusal(503, "the server is overloaded", PREFIX + "max-pending");
        }
        if (failure instanceof EngineUnavailableException) {
            return new Refusal(503, "the server cannot do that at the moment");
        }
        return null;
    }
}
