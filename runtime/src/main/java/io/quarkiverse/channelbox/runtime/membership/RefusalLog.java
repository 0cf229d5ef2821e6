package io.quarkiverse.channelbox.runtime.membership;

import java.util.Objects;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;

/**
 * Says what clients were refused, and which configuration decides on it: a client may be told little, and a browser shows
 * nothing of it. One line of each kind, see {@link OperatorLog}. Thread-safe.
 */
@Singleton
public class RefusalLog {

    /** Nothing of it is the client's. */
    private record Kind(boolean isUpgrade, int status, String decides) {
    }

    private final OperatorLog log;

    public RefusalLog(OperatorLog log) {
        this.log = log;
    }

    /** What is no refusal is logged elsewhere, as the server's own failure. */
    public void upgrade(String endpointId, Throwable failure) {
        Refusal.of(failure).ifPresent(refusal -> log(true, "An upgrade of endpoint " + endpointId, refusal, failure));
    }

    /** @param failure {@code null} if it was refused before anything was done */
    public void command(Refusal refusal, Throwable failure) {
        log(false, "A command of a client", refusal, failure);
    }

    private void log(boolean isUpgrade, String what, Refusal refusal, Throwable failure) {
        String decides = refusal.key() != null ? refusal.key()
                : failure == null ? "" : failure.getClass().getSimpleName();
        Kind kind = new Kind(isUpgrade, refusal.status(), decides);
        if (refusal.key() != null || refusal.status() == 503) {
            log.warn(kind, () -> text(what, refusal, failure));
        } else {
            log.info(kind, () -> text(what, refusal, failure));
        }
    }

    private static String text(String what, Refusal refusal, Throwable failure) {
        String detail = detail(refusal, failure);
        return what + " was refused with " + refusal.status() + ": " + detail
                + (refusal.key() == null || detail.contains("(quarkus.") ? "" : " (" + refusal.key() + ")");
    }

    /** Ours are fit for a log and say more than the client is told; what others say may be made of anything. */
    private static String detail(Refusal refusal, Throwable failure) {
        boolean isOurs = failure instanceof RefusedException && !Objects.equals(failure.getMessage(), refusal.reason())
                || failure instanceof InvalidGroupNameException || failure instanceof GroupFullException;
        return isOurs ? failure.getMessage() : Printable.of(String.valueOf(refusal.reason()));
    }
}
