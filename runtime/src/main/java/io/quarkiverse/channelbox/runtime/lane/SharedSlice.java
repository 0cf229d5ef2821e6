package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;

/** A slice of a log with its frames, which all members of a lane share that get the whole of it. Used on the lane. */
final class SharedSlice {

    private record Waiting(Consumer<SharedSlice> read, Consumer<Throwable> failed) {
    }

    private final Lane lane;
    private final long madeAt;
    private final FrameBatch[] byForm = new FrameBatch[FrameForm.values().length];
    private List<Waiting> waiting = new ArrayList<>(1);
    private LogSlice log;
    /** The table that it is kept in is one. */
    private int users = 1;

    SharedSlice(Lane lane, long madeAt) {
        this.lane = lane;
        this.madeAt = madeAt;
    }

    long madeAt() {
        return madeAt;
    }

    void whenRead(Consumer<SharedSlice> read, Consumer<Throwable> failed) {
        if (log == null) {
            waiting.add(new Waiting(read, failed));
        } else {
            users++;
            read.accept(this);
        }
    }

    void complete(LogSlice slice) {
        log = slice;
        List<Waiting> all = waiting;
        waiting = null;
        // All of them are users before the first one can be done.
        users += all.size();
        all.forEach(each -> Lane.run(() -> each.read().accept(this)));
    }

    void fail(Throwable problem) {
        List<Waiting> all = waiting;
        waiting = new ArrayList<>(0);
        all.forEach(each -> Lane.run(() -> each.failed().accept(problem)));
    }

    LogSlice log() {
        return log;
    }

    /** Whether everybody gets all that is in it, and nothing is missing. */
    boolean isForAll() {
        return log.start() != null && log.end().offset() - log.start().offset() == log.messages().size()
                && log.messages().stream().allMatch(StoredMessage::isForAll);
    }

    /** All of it, as a member gets it next; it belongs to the slice. */
    FrameBatch framesFor(Member member) {
        FrameBatch batch = member.laneConnection().outbound().negotiated(frames(member.form()));
        member.laneMembers().counts().delivered(batch.payloads().size(), batch.size());
        return batch;
    }

    private FrameBatch frames(FrameForm form) {
        FrameBatch batch = byForm[form.ordinal()];
        if (batch == null) {
            List<EncodedPayload> payloads = new ArrayList<>(log.messages().size());
            for (StoredMessage message : log.messages()) {
                EncodedPayload payload = form.of(message, lane.shared().positions());
                if (payload != null) {
                    payloads.add(payload);
                }
            }
            batch = new FrameBatch(payloads, lane.encoder());
            byForm[form.ordinal()] = batch;
        }
        return batch;
    }

    void release() {
        if (--users == 0) {
            for (FrameBatch batch : byForm) {
                if (batch != null) {
                    batch.release();
                }
            }
        }
    }
}
