package io.quarkiverse.channelbox.runtime.membership;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/**
 * Says what clients were refused, and which configuration decides on it: a client may be told little, and a browser shows
 * nothing of it. One line of each kind, see {@link OperatorLog}. Thread-safe.
 */
@Singleton
public class RefusalLog {

    private static final Pattern DATA = Pattern.compile("['\":]");

    /** Nothing of it is the client's. */
    private record Kind(boolean isUpgrade, int status, String decides) {
    }

    private static final int FAILED = 500;

    /** The extension has fewer. */
    private static final int MAX_REASONS = 40;

    private final Set<String> reasons = ConcurrentHashMap.newKeySet();
    private final OperatorLog log;
    private final SeldomLog failed = new SeldomLog(Logger.getLogger(RefusalLog.class), Logger.Level.ERROR);

    public RefusalLog(OperatorLog log) {
        this.log = log;
    }

    /** What is no refusal is the server's own failure: while it lasts, that may be each upgrade. */
    public void upgrade(String endpointId, Throwable failure) {
        Refusal.of(failure).ifPresentOrElse(refusal -> log(true, "An upgrade of endpoint " + endpointId, refusal, failure),
                () -> failed.log(() -> "An upgrade of endpoint " + endpointId + " failed", failure));
    }

    /** What is the server's own failure is logged elsewhere. @param failure {@code null} if nothing was done before */
    public void command(Refusal refusal, Throwable failure) {
        if (refusal.status() != FAILED) {
            log(false, "A command of a client", refusal, failure);
        }
    }

    private void log(boolean isUpgrade, String what, Refusal refusal, Throwable failure) {
        Kind kind = new Kind(isUpgrade, refusal.status(),
                refusal.key() != null ? refusal.key() : withoutData(refusal.reason()));
        if (refusal.key() != null || refusal.status() == 503) {
            log.warn(kind, () -> text(what, refusal, failure));
        } else {
            log.info(kind, () -> text(what, refusal, failure));
        }
    }

    /**
     * A reason names what it is about in quotes or after a colon, if it does. An application may give any number of them: it
     * takes none of the lines away that others need.
     */
    private String withoutData(String reason) {
        String kind = DATA.split(reason, 2)[0];
        return reasons.contains(kind) || reasons.size() < MAX_REASONS && reasons.add(kind) ? kind : "";
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
