package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.channelbox.runtime.membership.Refusal;
import io.quarkus.websockets.next.HttpUpgradeCheck.CheckResult;

/** What is said to who is not let in. */
final class Answers {

    /** Says in a refusal what was wrong; browsers do not show it, other clients and logs of proxies do. */
    static final String REASON_HEADER = "Channel-Box-Refusal";

    private Answers() {
    }

    /** By what went wrong. */
    static CheckResult refusal(Throwable failure) {
        Optional<Refusal> refusal = Refusal.of(failure);
        if (refusal.isPresent()) {
            return refusal(refusal.get().status(), refusal.get().reason());
        }
        return refusal(500, "the server failed");
    }

    /** To a probe. */
    static CheckResult wouldBeLetIn() {
        return CheckResult.rejectUpgradeSync(UpgradeProbe.WOULD_BE_LET_IN, Map.of("Upgrade", List.of("websocket")));
    }

    private static CheckResult refusal(int status, String reason) {
        Map<String, List<String>> headers = new HashMap<>(Map.of(REASON_HEADER, List.of(reason)));
        if (status == 426) {
            headers.put("Upgrade", List.of("websocket"));
            headers.put(OpeningHandshake.VERSION_HEADER, List.of(OpeningHandshake.VERSION));
        } else if (status == 405) {
            headers.put("Allow", List.of("GET"));
        }
        return CheckResult.rejectUpgradeSync(status, headers);
    }
}
