package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.sun.management.HotSpotDiagnosticMXBean;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.EngineContract;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.time.ManualTime;

/** What the engine takes stored messages to cost is what they cost: never much less, and not thrice as much. */
class HeapCostTest {

    private static final EngineListener NOBODY = new EngineListener() {
        @Override
        public int onMessage(Delivery delivery) {
            return 0;
        }

        @Override
        public void onGap(String group, OptionalLong missed) {
        }
    };

    @ParameterizedTest
    @CsvSource({ "100000, 1, 16, false", "1000, 100, 16, false", "20, 1000, 1000, false", "50000, 1, 16, true" })
    void isAboutWhatTheHeapSays(int groups, int messages, int size, boolean hasEventAndAttributes) {
        assumeTrue(hasShortReferences(), "Objects are larger in a heap of 32 GB");
        GroupSettings settings = EngineContract.settings(1_000, Long.MAX_VALUE, null);
        LocalEngine engine = new LocalEngine(NOBODY, new ManualTime(), Limits.NONE);
        long before = used();
        for (int i = 0; i < groups * messages; i++) {
            // All that comes with a message is made anew for each, as it is where clients send.
            SendOptions options = SendOptions.saveHistory();
            if (hasEventAndAttributes) {
                options = options.event("event" + i).attribute("attribute" + i, "value" + i);
            }
            Target target = new Target(Target.Kind.GROUP, List.of("chat-room-" + i % groups));
            engine.publish(new Publication(target, EncodedPayload.text("x".repeat(size)), options, settings, true)).await()
                    .indefinitely();
        }
        long heap = used() - before;
        long cost = engine.heapBytes();
        String figures = groups + " groups, " + messages + " messages of " + size + " bytes each: taken for " + cost
                + " bytes, in the heap " + heap;
        assertTrue(cost > 0.9 * heap, figures);
        assertTrue(cost < 3 * heap, figures);
        System.out.println(figures);
        Reference.reachabilityFence(engine);
    }

    /** As Java has them unless its heap is very large. */
    private static boolean hasShortReferences() {
        return Boolean.parseBoolean(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("UseCompressedOops").getValue());
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
