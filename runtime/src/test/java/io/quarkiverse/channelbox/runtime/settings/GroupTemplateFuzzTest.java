package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.fuzz.Texts;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Literal;

/** Any text is a template or is refused; a name tells the values that it was made of, and no other values make it. */
class GroupTemplateFuzzTest {

    @FuzzTest
    void names(FuzzedDataProvider data) {
        if (data.consumeBoolean()) {
            anything(Texts.any(data, 20), Texts.any(data, 20));
            return;
        }
        int placeholders = data.consumeInt(1, 4);
        String written = written(data, placeholders);
        GroupTemplate template;
        try {
            template = GroupTemplate.parse(written);
        } catch (TemplateSyntaxException e) {
            return; // A brace in a separator, or half a surrogate pair.
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < placeholders; i++) {
            values.add(Texts.some(data, 6));
        }
        if (values.size() == template.parts().stream().filter(part -> !(part instanceof Literal)).count()) {
            oneToOne(template, values);
            known(template, Texts.some(data, 12));
        }
    }

    private static String written(FuzzedDataProvider data, int placeholders) {
        StringBuilder written = new StringBuilder(Texts.any(data, 3));
        for (int i = 0; i < placeholders; i++) {
            written.append(i == 0 ? "" : Texts.some(data, 3)).append("{p").append(i).append('}');
        }
        return written.append(Texts.any(data, 3)).toString();
    }

    /** Nothing but a syntax error comes of it. */
    private static void anything(String text, String name) {
        try {
            GroupTemplate template = GroupTemplate.parse(text);
            assertEquals(text, template.value());
            boolean matches = template.matches(name);
            assertTrue(!template.parts().equals(List.of(new Literal(text))) || matches == name.equals(text), text);
        } catch (TemplateSyntaxException e) {
            assertTrue(text.isEmpty() || text.indexOf('{') >= 0 || text.indexOf('}') >= 0
                    || !text.equals(Texts.inUtf8(text)), text);
        }
    }

    private static void oneToOne(GroupTemplate template, List<String> values) {
        String name;
        try {
            name = GroupNames.of(template.value(), values.toArray());
        } catch (IllegalArgumentException e) {
            return; // A separator that cannot be told from values.
        }
        assertTrue(template.matches(name), () -> template + " " + name);
        assertEquals(told(values), template.values(name, NoValues.NONE).orElseThrow(), () -> template + " " + name);
    }

    /** The other way round: what a name tells makes that name. */
    private static void known(GroupTemplate template, String rest) {
        String name = template.value().replaceAll("\\{p\\d}", "") + rest;
        Optional<Map<String, String>> told;
        try {
            told = template.values(name, NoValues.NONE);
        } catch (MissingValueException e) {
            throw new AssertionError("There are path parameters only", e);
        }
        told.ifPresent(values -> assertEquals(name, GroupNames.of(template.value(),
                IntStream.range(0, values.size()).mapToObj(i -> values.get("p" + i)).toArray())));
    }

    private static Map<String, String> told(List<String> values) {
        return IntStream.range(0, values.size()).boxed()
                .collect(Collectors.toMap(i -> "p" + i, values::get));
    }
}
