package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.membership.Refusal;
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
        Optional<Refusal> refusal = Refusal.of(failure);
        if (refusal.isPresent()) {
            return refusal(refusal.get().status(), refusal.get().reason());
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
