package io.quarkiverse.channelbox.runtime.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.channelbox.GroupNames;

/**
 * A parsed name template such as {@code chat-{room}}: literals and placeholders.
 * <p>
 * The build uses it to validate and to generate the code that computes names; at run time it only says which settings a name
 * gets, see {@link #matches(String)}.
 */
public final class GroupTemplate {

    /** Where the value of a placeholder comes from. */
    public enum Source {
        PATH,
        QUERY,
        HEADER,
        USER,
        /** As {@link GroupNames#encode} has it. */
        ENCODED_USER
    }

    /** A literal, or a placeholder. */
    public sealed interface Part {
    }

    /** Text that stands for itself. */
    public record Literal(String text) implements Part {
    }

    /**
     * A placeholder. In the template of a publisher the source does not matter.
     *
     * @param name the name of the parameter or header; {@code user} for {@link Source#USER} and {@link Source#ENCODED_USER}
     * @param position its index in the template
     */
    public record Placeholder(Source source, String name, int position) implements Part {

        /** Whether it stands for whoever is authenticated. */
        public boolean isUser() {
            return source == Source.USER || source == Source.ENCODED_USER;
        }
    }

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.\\-]+");

    private final String value;
    private final List<Part> parts;
    private final Pattern matcher;
    private final int literalLength;

    private GroupTemplate(String value, List<Part> parts) {
        this.value = value;
        this.parts = List.copyOf(parts);
        this.matcher = Pattern.compile(regex(this.parts), Pattern.DOTALL);
        this.literalLength = parts.stream().mapToInt(part -> part instanceof Literal literal ? literal.text().length() : 0)
                .sum();
    }

    /**
     * A placeholder ends at the first occurrence of the literal after it: where a name matches at all it matches so, and
     * without going back there are no names that take long. What stands for a placeholder is a group of the expression.
     */
    private static String regex(List<Part> parts) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            Part next = i + 1 < parts.size() ? parts.get(i + 1) : null;
            if (parts.get(i) instanceof Literal literal) {
                regex.append(Pattern.quote(literal.text()));
            } else if (next instanceof Placeholder) {
                regex.append("(.)");
            } else if (next instanceof Literal literal && i + 2 < parts.size()) {
                regex.append("(?>(.+?)").append(Pattern.quote(literal.text())).append(')');
                i++;
            } else {
                regex.append("(.+)");
            }
        }
        return regex.toString();
    }

    /**
     * Parses a template.
     *
     * @throws TemplateSyntaxException if it is malformed
     */
    public static GroupTemplate parse(String value) {
        if (value.isEmpty()) {
            throw new TemplateSyntaxException(0, "the template is empty; name the group, for instance \"chat-{room}\"");
        }
        int half = halfOfAPair(value);
        if (half >= 0) {
            throw new TemplateSyntaxException(half, "half a surrogate pair: the other half could be the end of a value");
        }
        List<Part> parts = new ArrayList<>();
        int position = 0;
        while (position < value.length()) {
            char c = value.charAt(position);
            if (c == '}') {
                throw new TemplateSyntaxException(position, "'}' without a '{' before it");
            }
            if (c == '{') {
                int end = value.indexOf('}', position);
                if (end < 0) {
                    throw new TemplateSyntaxException(position, "'{' is never closed; add a '}'");
                }
                parts.add(placeholder(value.substring(position + 1, end), position));
                position = end + 1;
            } else {
                int end = position;
                while (end < value.length() && value.charAt(end) != '{' && value.charAt(end) != '}') {
                    end++;
                }
                parts.add(new Literal(value.substring(position, end)));
                position = end;
            }
        }
        return new GroupTemplate(value, parts);
    }

    /** Where one is; negative if there is none. */
    private static int halfOfAPair(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
                return i;
            }
        }
        return -1;
    }

    private static Placeholder placeholder(String body, int position) {
        if (body.isEmpty()) {
            throw new TemplateSyntaxException(position, "the placeholder is empty; name a path parameter, as in {room}");
        }
        if (body.indexOf('{') >= 0) {
            throw new TemplateSyntaxException(position + 1 + body.indexOf('{'), "'{' inside a placeholder");
        }
        int colon = body.indexOf(':');
        if (colon < 0) {
            if (body.equals("user")) {
                return new Placeholder(Source.USER, body, position);
            }
            if (!IDENTIFIER.matcher(body).matches()) {
                throw new TemplateSyntaxException(position + 1, "'" + body
                        + "' is not the name of a path parameter: letters, digits and '_', not beginning with a digit");
            }
            return new Placeholder(Source.PATH, body, position);
        }
        String prefix = body.substring(0, colon);
        String name = body.substring(colon + 1);
        if (body.equals("user:encoded")) {
            return new Placeholder(Source.ENCODED_USER, "user", position);
        }
        Source source = switch (prefix) {
            case "query" -> Source.QUERY;
            case "header" -> Source.HEADER;
            default -> throw new TemplateSyntaxException(position + 1, "unknown kind of placeholder '" + prefix
                    + "'; there are {pathParam}, {query:name}, {header:name}, {user} and {user:encoded}");
        };
        if (!PARAMETER.matcher(name).matches()) {
            throw new TemplateSyntaxException(position + 1 + colon + 1, name.isEmpty()
                    ? "{" + prefix + ":} has no name"
                    : "'" + name + "' is not a name: letters, digits and '_', '.', '-'");
        }
        return new Placeholder(source, name, position);
    }

    /** The template as it was written. */
    public String value() {
        return value;
    }

    public List<Part> parts() {
        return parts;
    }

    /**
     * What separates the value of a placeholder from the next one, and is {@linkplain GroupNames#escape escaped} in it; empty
     * for the last one, and for what is no placeholder.
     *
     * @param index of the part
     */
    public Optional<String> separatorAfter(int index) {
        return parts.get(index) instanceof Placeholder && index + 2 < parts.size()
                && parts.get(index + 1) instanceof Literal literal ? Optional.of(literal.text()) : Optional.empty();
    }

    /** Whether a name can come from this template. */
    public boolean matches(String name) {
        return matcher.matcher(name).matches();
    }

    /**
     * What stands in a name for the placeholders of which a handshake does not tell the value, by the placeholder's own name:
     * the path parameters that the endpoint's path does not have.
     *
     * @return empty if the name does not come from this template, or does not agree with the handshake
     * @throws MissingValueException if the handshake does not tell what it should
     */
    public Optional<Map<String, String>> values(String name, NameValues upgrade) {
        Matcher match = matcher.matcher(name);
        Map<String, String> open = new HashMap<>();
        boolean fits = match.matches();
        int group = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Placeholder placeholder) {
                Optional<String> told = told(placeholder, upgrade);
                group++;
                fits = fits && value(i, match.group(group))
                        .filter(value -> told.orElse(value).equals(value)
                                && (told.isPresent() || value.equals(open.merge(placeholder.name(), value, (old, now) -> old))))
                        .isPresent();
            }
        }
        return fits ? Optional.of(open) : Optional.empty();
    }

    /** Empty if no value is written so. */
    private Optional<String> value(int index, String written) {
        boolean isEncoded = ((Placeholder) parts.get(index)).source() == Source.ENCODED_USER;
        try {
            return Optional.of(separatorAfter(index).map(
                    separator -> isEncoded ? GroupNames.decode(written, separator) : GroupNames.unescape(written, separator))
                    .orElseGet(() -> isEncoded ? GroupNames.decode(written) : written));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> told(Placeholder placeholder, NameValues upgrade) {
        Optional<String> value = switch (placeholder.source()) {
            case PATH -> upgrade.pathParam(placeholder.name());
            case QUERY -> upgrade.queryParam(placeholder.name());
            case HEADER -> upgrade.header(placeholder.name());
            case USER, ENCODED_USER -> upgrade.principal();
        };
        if (placeholder.source() != Source.PATH && value.filter(text -> !text.isEmpty()).isEmpty()) {
            throw placeholder.isUser()
                    ? new MissingValueException("the group is the user's own: authenticate first", true)
                    : new MissingValueException("the upgrade had no " + (placeholder.source() == Source.QUERY
                            ? "query parameter"
                            : "header") + " '" + placeholder.name() + "', which the group's name is made of", false);
        }
        return value;
    }

    /** How many characters are literal: the more, the more specific the template is. */
    public int literalLength() {
        return literalLength;
    }

    @Override
    public String toString() {
        return value;
    }
}
