package io.quarkiverse.channelbox.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.channelbox.runtime.engine.redis.Script;

/** Whatever bytes messages, keys, channels and idempotency keys have: the scripts treat them as data, and they arrive. */
class ScriptsFuzzTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final String PUBLISH = source(Script.PUBLISH);
    private static final String HISTORY = source(Script.HISTORY);

    private static final Scripts SCRIPTS = new Scripts();

    private static String source(Script script) {
        try (InputStream in = Script.class.getClassLoader().getResourceAsStream(script.resource())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One group on one server. */
    private static final class Server {

        private final FuzzedDataProvider data;
        private final Keyspace redis = new Keyspace(() -> NOW);
        private final String group;
        private final String channel;
        private final List<List<String>> published = new ArrayList<>();
        private final List<List<String>> expectedPublished = new ArrayList<>();
        private final List<String> stored = new ArrayList<>();
        private final Map<String, String> ids = new HashMap<>();
        private long batch;

        Server(FuzzedDataProvider data) {
            this.data = data;
            this.group = bytes(10);
            this.channel = bytes(10);
        }

        private String bytes(int most) {
            return new String(data.consumeBytes(most), StandardCharsets.ISO_8859_1);
        }

        private Object execute(List<String> command) {
            if (command.get(0).equals("PUBLISH")) {
                published.add(command.subList(1, 3));
                return 0L;
            }
            return redis.execute(command);
        }

        void publish() {
            List<String> arguments = new ArrayList<>(List.of(Long.toString(NOW + 1000), Long.toString(++batch), "120000", "run",
                    "e", channel, "PUBLISH", "86400000", "1000", "1000000", "0", "300000", "1000"));
            List<Object> expected = new ArrayList<>();
            int before = stored.size();
            for (int i = data.consumeInt(1, 3); i > 0; i--) {
                expected.add(message(arguments));
            }
            // The group is new in the index if all that is stored has just been.
            expected.add(!stored.isEmpty() && before == 0 ? "+inf" : "");
            List<String> keys = List.of("m" + group, "s" + group, "r" + group, "i" + group, "o" + group);
            assertEquals(expected, SCRIPTS.run(PUBLISH, keys, arguments, this::execute));
            expected.add("again");
            assertEquals(expected, SCRIPTS.run(PUBLISH, keys, arguments, this::execute));
            assertEquals(expectedPublished, published);
            history();
        }

        private String message(List<String> arguments) {
            String blob = bytes(20);
            boolean isStored = data.consumeBoolean();
            String key = data.consumeBoolean() ? bytes(6) : null;
            String origin = "node:" + arguments.size();
            arguments.addAll(List.of(origin, blob, isStored ? Integer.toString(blob.length()) : "-1", "0",
                    key == null ? "" : 'k' + key));
            if (key != null && ids.containsKey(key)) {
                return "R " + ids.get(key);
            }
            if (isStored) {
                stored.add(blob);
            }
            String place = (stored.isEmpty() ? "-" : "e") + ' ' + stored.size();
            if (key != null) {
                ids.put(key, isStored ? "e:" + stored.size() : "-");
            }
            String flag = isStored ? "S" : "-";
            expectedPublished.add(List.of(channel, "m " + place + ' ' + flag + ' ' + origin + '\n' + blob));
            return flag + ' ' + place;
        }

        private void history() {
            List<Object> expected = new ArrayList<>(List.of(stored.isEmpty() ? "" : "e", ""));
            for (int i = 0; i < stored.size(); i++) {
                expected.add(i + 1 + "-0");
                expected.add(List.of("n", Integer.toString(stored.get(i).length()), "x", "0", "b", stored.get(i)));
            }
            assertEquals(expected, SCRIPTS.run(HISTORY, List.of("m" + group, "s" + group),
                    List.of("XRANGE", "-", "+", "1000"), this::execute));
        }
    }

    @FuzzTest
    void arguments(FuzzedDataProvider data) {
        Server server = new Server(data);
        for (int i = data.consumeInt(1, 3); i > 0; i--) {
            server.publish();
        }
    }
}
