package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Placeholder;

/** Of whichever template, different values have different names, and a name tells its values. */
class NamesOneToOneTest {

    private static final String[] SEPARATORS = { "-", ":", "_", ".", "--", "-:-", "x", "a-", "-a", "aB-", "+-", "-+", "2D-",
            "é",
            "-2D", "\ud83d\ude00-" };
    /** What separators and escapes are made of, and what looks like them. */
    private static final String[] PIECES = { "a", "b", "x", "-", ":", "_", ".", "+", "2", "D", "B", "2D", "+2D", "+2B", "@",
            "é",
            "e\u0301", "\ud83d\ude00", "\ud83d", "%" };

    private final Random random = new Random(16);

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private String template(int placeholders) {
        StringBuilder template = new StringBuilder(random.nextBoolean() ? "dm-" : "");
        for (int i = 0; i < placeholders; i++) {
            template.append(i == 0 ? "" : SEPARATORS[random.nextInt(SEPARATORS.length)]).append("{p").append(i).append('}');
        }
        return template.append(random.nextInt(3) == 0 ? "-end" : "").toString();
    }

    /** Few values, so that many of them are nearly the same. */
    @Test
    void aNameIsOfOneListOfValues() {
        for (int round = 0; round < 300; round++) {
            int placeholders = 1 + random.nextInt(4);
            String text = template(placeholders);
            GroupTemplate template = GroupTemplate.parse(text);
            Map<String, List<String>> valuesByName = new HashMap<>();
            for (int i = 0; i < 300; i++) {
                List<String> values = new ArrayList<>();
                for (int p = 0; p < placeholders; p++) {
                    values.add(text());
                }
                String name = GroupNames.of(text, values.toArray());
                List<String> other = valuesByName.put(name, values);
                assertEquals(other == null ? values : other, values, () -> text + " " + name);
                assertEquals(name, written(template, values), text);
                Map<String, String> told = template.values(name, Values.NONE).orElseThrow(() -> new AssertionError(name));
                for (int p = 0; p < placeholders; p++) {
                    assertEquals(values.get(p), told.get("p" + p), () -> text + " " + name);
                }
            }
        }
    }

    /** Who asks for a name gets in for the values that it has, and no other name has them. */
    @Test
    void valuesAreOfOneName() {
        for (int round = 0; round < 300; round++) {
            String text = template(2);
            GroupTemplate template = GroupTemplate.parse(text);
            for (int i = 0; i < 300; i++) {
                String name = text.replaceAll("\\{p\\d}", "") + text();
                template.values(name, Values.NONE)
                        .ifPresent(told -> assertEquals(name, GroupNames.of(text, told.get("p0"), told.get("p1")), text));
            }
        }
    }

    private static String written(GroupTemplate template, List<String> values) {
        GroupNameWriter writer = new GroupNameWriter(new Values(values), null);
        writer.begin(template.value());
        for (int i = 0; i < template.parts().size(); i++) {
            if (template.parts().get(i) instanceof Placeholder placeholder) {
                writer.pathParam(placeholder.name());
            } else {
                String literal = ((GroupTemplate.Literal) template.parts().get(i)).text();
                if (i > 0 && template.separatorAfter(i - 1).isPresent()) {
                    writer.separator(literal);
                } else {
                    writer.literal(literal);
                }
            }
        }
        return writer.name();
    }

    private record Values(List<String> values) implements NoValues {

        static final Values NONE = new Values(List.of());

        @Override
        public Optional<String> pathParam(String name) {
            return values.isEmpty() ? Optional.empty() : Optional.of(values.get(Integer.parseInt(name.substring(1))));
        }
    }

    @ParameterizedTest
    @CsvSource({ "dm-{user}-{peer}, alice, bob-x, dm-alice-bob-x", "dm-{user}-{peer}, alice-bob, x, dm-alice+2Dbob-x",
            "dm-{user}-{peer}, a+2Db, x, dm-a+2B2Db-x", "{a}:{b}, a-b.c@d, e:f, a-b.c@d:e:f", "{a}:{b}, e:f, g, e+3Af:g",
            "{user:encoded}-{b}, auth0|1-2, x, auth0+7C1+2D2-x", "{a}-{user:encoded}, x, auth0|1-2, x-auth0+7C1-2",
            "{a}ß{b}, Aß, x, A+C3+9Fßx" })
    void names(String template, String one, String other, String name) {
        assertEquals(name, GroupNames.of(template, one, other));
    }

    @Test
    void oneValueStaysAsItIs() {
        assertEquals("chat-a-b+c", GroupNames.of("chat-{group}", "a-b+c"));
        assertEquals("lobby", GroupNames.of("lobby"));
        assertEquals("n-7", GroupNames.of("n-{n}", 7));
    }

    @Test
    void whatIsNotANameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> GroupNames.of("dm-{a}-{b}", "x"));
        assertThrows(IllegalArgumentException.class, () -> GroupNames.of("dm-{a}-{b}", "x", "y", "z"));
        assertThrows(IllegalArgumentException.class, () -> GroupNames.of("dm-{a}-{b}", "x", ""));
        assertThrows(IllegalArgumentException.class, () -> GroupNames.of("dm-{a}-{b}", "x", null));
        assertThrows(IllegalArgumentException.class, () -> GroupNames.of("dm-{a", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "+", "2", "A+F", "+2B" })
    void someTextSeparatesNothing(String separator) {
        assertThrows(IllegalArgumentException.class, () -> GroupNames.escape("x", separator));
    }
}
