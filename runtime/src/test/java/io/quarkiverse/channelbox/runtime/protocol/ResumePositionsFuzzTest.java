package io.quarkiverse.channelbox.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.fuzz.Texts;
import io.quarkiverse.channelbox.runtime.message.LogPosition;

/** A list of positions tells each group's, and whatever it takes for an id is one; all else is refused. */
class ResumePositionsFuzzTest {

    private static final String[] IDS = { "e:0", "0:1:", "abc:12:sig_-A", "zzz:999999999999999999:x" };

    @FuzzTest
    void lists(FuzzedDataProvider data) {
        Map<String, String> positions = new HashMap<>();
        StringBuilder list = new StringBuilder();
        for (int i = data.consumeInt(1, 4); i > 0; i--) {
            String group = Texts.some(data, 5).replace(',', '@');
            String id = data.pickValue(IDS);
            positions.put(group, id);
            list.append(list.isEmpty() ? "" : ",").append(group).append('@').append(id);
        }
        assertEquals(positions, ResumePositions.parse(list.toString()));

        try {
            ResumePositions.parse(Texts.any(data, 60)).forEach((group, id) -> {
                assertEquals(-1, group.indexOf(','));
                HistoryQuery.all().after(id);
                LogPosition.of(id);
            });
        } catch (IllegalArgumentException e) {
            assertEquals("'resume' has the form group@id,group@id, where each id is that of a message", e.getMessage());
        }
    }
}
