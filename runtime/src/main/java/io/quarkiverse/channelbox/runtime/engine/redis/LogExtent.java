package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;

/**
 * Which messages a log has: enough to tell many members where they begin, whatever each of them asks for.
 *
 * @param runs the offsets of the newest messages that have not expired, the newest first, as many as were looked for
 */
record LogExtent(StoredLog log, long lastOffset, List<Run> runs) {

    /** Offsets between which none is missing. */
    record Run(long first, long last) {
    }

    /** How many of the newest messages have to be looked for, for that request; -1 if nothing has to be read. */
    static int needed(ReplayRequest request) {
        return request.equals(ReplayRequest.NONE) ? -1 : request.after() == null ? request.last() : request.maxAfter();
    }

    /** @param runs as the script has it: {@code first-last,first-last} */
    static LogExtent of(StoredLog log, long lastOffset, String runs) {
        List<Run> parsed = new ArrayList<>();
        if (!runs.isEmpty()) {
            for (String each : runs.split(",")) {
                int dash = each.indexOf('-');
                parsed.add(new Run(Long.parseLong(each.substring(0, dash)), Long.parseLong(each.substring(dash + 1))));
            }
        }
        return new LogExtent(log, lastOffset, parsed);
    }

    LogPosition end() {
        return log.position(lastOffset);
    }

    /** @param request that needs no more messages than were looked for */
    LogStart start(ReplayRequest request) {
        LogPosition after = request.after();
        if (after == null) {
            return start(newest(request.last(), -1), Optional.empty(), OptionalLong.empty());
        }
        long common = log.commonWith(after);
        if (common < 0 || common > lastOffset) {
            return start(newest(request.maxAfter(), -1), Optional.of(false), OptionalLong.empty());
        }
        Newest given = newest(request.maxAfter(), common);
        long missed = lastOffset - common - given.count();
        if (missed == 0 && common == after.offset()) {
            return new LogStart(after, end(), Optional.of(true), OptionalLong.empty(), 0);
        }
        // Who has messages that the server has lost is not where the others are, though it can go on.
        return start(given, Optional.of(false), missed == 0 ? OptionalLong.empty() : OptionalLong.of(missed));
    }

    private LogStart start(Newest given, Optional<Boolean> recovered, OptionalLong missed) {
        return new LogStart(given.position(), end(), recovered, missed,
                lastOffset - given.position().offset() - given.count());
    }

    /** @param position before them */
    private record Newest(LogPosition position, int count) {
    }

    private Newest newest(int most, long after) {
        long position = lastOffset;
        int count = 0;
        for (Run run : runs) {
            long before = Math.max(run.first() - 1, after);
            long taken = Math.min(run.last() - before, most - count);
            if (taken <= 0) {
                break;
            }
            position = run.last() - taken;
            count += (int) taken;
        }
        return new Newest(log.position(position), count);
    }
}
