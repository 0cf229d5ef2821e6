package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.List;
import java.util.Map;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.runtime.settings.MissingValueException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.websockets.next.HttpUpgradeCheck.CheckResult;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;

/** What is said to who is not let in. */
final class Answers {

    /** Says in a refusal what was wrong; browsers do not show it, other clients and logs of proxies do. */
    static final String REASON_HEADER = "Channel-Box-Refusal";

    private static final Logger LOG = Logger.getLogger(Answers.class);

    private Answers() {
    }

    /** By what went wrong. */
    static CheckResult refusal(Throwable failure, HttpUpgradeContext context) {
        if (failure instanceof UpgradeRefusedException refused) {
            return refusal(refused.status(), refused.getMessage());
        }
        if (failure instanceof MissingValueException missing) {
            return refusal(missing.isOfUser() ? 401 : 400, missing.getMessage());
        }
        if (failure instanceof InvalidGroupNameException) {
            return refusal(400, "the group name is empty, too long or has characters that are not allowed");
        }
        if (failure instanceof UnauthorizedException || failure instanceof AuthenticationFailedException) {
            return refusal(401, "not authenticated");
        }
        if (failure instanceof ForbiddenException) {
            return refusal(403, "not allowed");
        }
        LOG.errorf(failure, "An upgrade of endpoint %s failed", context.endpointId());
        return refusal(500, "the server failed");
    }

    /** To a probe. */
    static CheckResult wouldBeLetIn() {
        return CheckResult.rejectUpgradeSync(UpgradeProbe.WOULD_BE_LET_IN, Map.of("Upgrade", List.of("websocket")));
    }

    private static CheckResult refusal(int status, String reason) {
        return CheckResult.rejectUpgradeSync(status, Map.of(REASON_HEADER, List.of(reason)));
    }
}
