package io.quarkiverse.channelbox.runtime.engine.memory;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Queries, replays and slices of a log, whatever was stored, expired, trimmed and flushed: as of a plain list. */
class HistoryFuzzTest {

    @FuzzTest
    void queries(FuzzedDataProvider data) {
        LogModel model = new LogModel(bound -> data.consumeInt(0, bound - 1));
        while (data.remainingBytes() > 0) {
            model.step();
        }
    }
}
