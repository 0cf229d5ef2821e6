package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Literal;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Placeholder;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Source;

class GroupTemplateTest {

    @Test
    void partsInTheirOrder() {
        GroupTemplate template = GroupTemplate.parse("a-{room}:{query:lang}.{header:X-Agent}@{user}z");
        assertEquals(List.of(
                new Literal("a-"), new Placeholder(Source.PATH, "room", 2),
                new Literal(":"), new Placeholder(Source.QUERY, "lang", 9),
                new Literal("."), new Placeholder(Source.HEADER, "X-Agent", 22),
                new Literal("@"), new Placeholder(Source.USER, "user", 39),
                new Literal("z")), template.parts());
        assertEquals("a-{room}:{query:lang}.{header:X-Agent}@{user}z", template.value());
        assertEquals(template.value(), template.toString());
        assertEquals(6, template.literalLength());
    }

    @Test
    void aNameWithoutPlaceholdersIsATemplate() {
        GroupTemplate template = GroupTemplate.parse("lobby");
        assertEquals(List.of(new Literal("lobby")), template.parts());
        assertTrue(template.matches("lobby"));
        assertFalse(template.matches("lobby2"));
        assertFalse(template.matches("Lobby"));
    }

    /** `{user}` is the principal, only `{query:user}` and `{header:user}` are parameters of that name. */
    @Test
    void userIsReservedForThePrincipal() {
        assertEquals(List.of(new Placeholder(Source.USER, "user", 0)), GroupTemplate.parse("{user}").parts());
        assertEquals(List.of(new Placeholder(Source.ENCODED_USER, "user", 0)), GroupTemplate.parse("{user:encoded}").parts());
        assertEquals(List.of(new Placeholder(Source.QUERY, "user", 0)), GroupTemplate.parse("{query:user}").parts());
        assertEquals(List.of(new Placeholder(Source.PATH, "User", 0)), GroupTemplate.parse("{User}").parts());
        assertEquals(List.of(new Placeholder(Source.PATH, "query", 0)), GroupTemplate.parse("{query}").parts());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "``              | 0  | the template is empty",
            "chat-{room      | 5  | '{' is never closed",
            "chat-{          | 5  | '{' is never closed",
            "chat}           | 4  | '}' without a '{' before it",
            "chat-{room}}    | 11 | '}' without a '{' before it",
            "chat-{}         | 5  | the placeholder is empty",
            "a{b{c}}         | 3  | '{' inside a placeholder",
            "{a-b}           | 1  | 'a-b' is not the name of a path parameter",
            "x{1st}          | 2  | '1st' is not the name of a path parameter",
            "`{ room }`      | 1  | ' room ' is not the name of a path parameter",
            "{r\u00f6om}     | 1  | is not the name of a path parameter",
            "a-{cookie:id}   | 3  | unknown kind of placeholder 'cookie'",
            "a-{Query:id}    | 3  | unknown kind of placeholder 'Query'",
            "a-{:id}         | 3  | unknown kind of placeholder ''",
            "a-{query:}      | 9  | {query:} has no name",
            "a-{header:}     | 10 | {header:} has no name",
            "a-{header:a b}  | 10 | 'a b' is not a name",
            "a-{query:a:b}   | 9  | 'a:b' is not a name" })
    void anErrorSaysWhereAndWhat(String template, int position, String problem) {
        TemplateSyntaxException e = assertThrows(TemplateSyntaxException.class, () -> GroupTemplate.parse(template));
        assertTrue(e.getMessage().startsWith("at position " + position + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    /** With the other half at the end of a value it would be one character, at which no name is taken apart. */
    @Test
    void halfASurrogatePairIsNoLiteral() {
        TemplateSyntaxException e = assertThrows(TemplateSyntaxException.class, () -> GroupTemplate.parse("a{b}\ude00-{c}"));
        assertTrue(e.getMessage().contains("half a surrogate pair"), e.getMessage());
        assertTrue(GroupTemplate.parse("a{b}\ud83d\ude00-{c}").matches("ax\ud83d\ude00-y"));
    }

    @ParameterizedTest
    @CsvSource({
            "chat-{room}, chat-lobby, true", "chat-{room}, chat-, false", "chat-{room}, chat, false",
            "chat-{room}, Chat-lobby, false", "chat-{room}, xchat-lobby, false", "chat-{room}, chat-a-b, true",
            "{a}:{b}, x:y, true", "{a}:{b}, x:, false", "{a}:{b}, :y, false", "{a}:{b}, x:y:z, true",
            "{room}-end, x-end, true", "{room}-end, x-end2, false", "{room}, anything, true",
            "a.b+{x}, a.b+1, true", "a.b+{x}, aXb+1, false", "[a]{x}, [a]1, true", "\\E{x}, \\E1, true" })
    void matchesTheNamesThatCanComeFromIt(String template, String name, boolean matches) {
        assertEquals(matches, GroupTemplate.parse(template).matches(name));
    }

    /** What a placeholder stands for may hold anything, as far as the template is concerned. */
    @ParameterizedTest
    @ValueSource(strings = { "a\nb", "\u2028", "\ud83d\ude00", "\u0000" })
    void aPlaceholderStandsForAnyCharacter(String value) {
        assertTrue(GroupTemplate.parse("chat-{room}").matches("chat-" + value));
    }

    /** Names come from clients: no name may make the search for its settings explode. */
    @Test
    void matchingIsNotExponential() {
        GroupTemplate template = GroupTemplate.parse("{a}-{b}-{c}x");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(template.matches("-".repeat(200))));
    }

    /** A name comes from a client: there must be none that takes long, as there would be if a match tried all the ways. */
    @Test
    void noNameTakesLong() {
        GroupTemplate template = GroupTemplate.parse("{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}-{i}-{j}x");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertFalse(template.matches("-".repeat(200))));
        assertTrue(template.matches("1-2-3-4-5-6-7-8-9-10x"));
    }

    private static NameValues upgrade(Map<String, String> path, Map<String, String> query, String user) {
        return new NameValues() {
            @Override
            public Optional<String> pathParam(String name) {
                return Optional.ofNullable(path.get(name));
            }

            @Override
            public Optional<String> queryParam(String name) {
                return Optional.ofNullable(query.get(name));
            }

            @Override
            public Optional<String> header(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<String> principal() {
                return Optional.ofNullable(user);
            }
        };
    }

    /** What the upgrade tells is fixed, a path parameter that it does not have is open. */
    @ParameterizedTest
    @CsvSource({
            "room-{room}, room-1, room=1", "room-{tenant}-{room}, room-acme-1, room=1",
            "room-{tenant}-{room}, room-acme-a-b, room=a-b",
            "room-{tenant}-{room}, room-other-1,", "room-{tenant}-{room}, room-acme-,", "{room}-{tenant}, 1-acme, room=1",
            "{query:key}:{room}, k:1, room=1", "{query:key}:{room}, l:1,", "dm-{user}-{peer}, dm-ann-bob, peer=bob",
            "dm-{user}-{peer}, dm-bob-ann,",
            "lobby, lobby, ''", "{a}-{tenant}-{b}, x-acme-y, a=x b=y", "{a}-{tenant}-{b}, x-other-y,",
            "{a}-{tenant}-{b}, x+2Dy-acme-z-z, a=x-y b=z-z", "{a}-{tenant}, x-y-acme,", "{a}-{tenant}, x+2Dy-acme, a=x-y",
            "{a}-{tenant}, x+2dy-acme,", "{a}-{tenant}, x+-acme,", "{a}-{tenant}, x+2B-acme, a=x+", "{a}-{a}, x-x, a=x",
            "{a}-{a}, x-y,", "{user:encoded}-{a}, ann-x+, a=x+" })
    void aNameThatAClientAsksForAgreesWithItsUpgrade(String template, String name, String values) {
        NameValues upgrade = upgrade(Map.of("tenant", "acme"), Map.of("key", "k"), "ann");
        Optional<Map<String, String>> open = GroupTemplate.parse(template).values(name, upgrade);
        assertEquals(Optional.ofNullable(values), open.map(map -> new TreeMap<>(map).entrySet().stream().map(Object::toString)
                .collect(Collectors.joining(" "))));
    }

    @Test
    void whatTheUpgradeShouldHaveToldIsNotOpen() {
        NameValues nobody = upgrade(Map.of(), Map.of("key", ""), null);
        for (String template : new String[] { "{query:other}:{room}", "{query:key}:{room}", "{header:X}:{room}",
                "dm-{user}-{peer}" }) {
            assertThrows(MissingValueException.class, () -> GroupTemplate.parse(template).values("x", nobody), template);
        }
    }
}
