package io.quarkiverse.channelbox.runtime.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.fuzz.Texts;

/** What has the form of an id can be read; only the id that was given out, for that group, is genuine. */
class PositionSignerFuzzTest {

    private static final PositionSigner SIGNER = new PositionSigner(Optional.of("0123456789abcdef0123456789abcdef"));

    @FuzzTest
    void ids(FuzzedDataProvider data) {
        String group = Texts.any(data, 6);
        LogPosition position = new LogPosition(Long.toString(data.consumeLong(0, Long.MAX_VALUE), 36),
                data.consumeLong(0, 999_999_999_999_999_999L));
        String id = SIGNER.id(group, position);
        assertEquals(Optional.of(position), SIGNER.genuine(group, id));
        assertEquals(id, HistoryQuery.all().after(id).getAfter().orElseThrow());

        String otherGroup = Texts.any(data, 6);
        assertEquals(otherGroup.equals(group), SIGNER.genuine(otherGroup, id).isPresent());
        forged(group, id, changed(data, id));
        forged(group, id, Texts.any(data, 30));
    }

    private static String changed(FuzzedDataProvider data, String id) {
        int from = data.consumeInt(0, id.length());
        int to = data.consumeInt(from, id.length());
        return id.substring(0, from) + Texts.any(data, 3) + id.substring(to);
    }

    private static void forged(String group, String genuine, String id) {
        try {
            HistoryQuery.all().after(id);
        } catch (IllegalArgumentException e) {
            return;
        }
        LogPosition read = LogPosition.of(id);
        Optional<LogPosition> found = SIGNER.genuine(group, id);
        // Nobody guesses a signature.
        assertEquals(id.equals(genuine) ? Optional.of(read) : Optional.empty(), found, id);
    }
}
