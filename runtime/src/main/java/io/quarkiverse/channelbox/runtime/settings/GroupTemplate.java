package io.quarkiverse.channelbox.runtime.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.lang.model.SourceVersion;

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

        /** Whether a parameter in Java may be called so. Asked by the build only. */
        public boolean canBeAParameter() {
            return SourceVersion.isName(name) && name.indexOf('.') < 0;
        }

        private boolean standsFor(Placeholder endpoints) {
            return (source == Source.ENCODED_USER) == (endpoints.source == Source.ENCODED_USER)
                    && (name.equals(endpoints.name) || !endpoints.canBeAParameter());
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

    /** Whether a name can come from this template. */
    public boolean matches(String name) {
        return matcher.matcher(name).matches();
    }

    /**
     * The template with what a handshake tells in it. A path parameter that the endpoint's path does not have stays open.
     *
     * @throws MissingValueException if the handshake does not tell what it should
     */
    public GroupTemplate given(NameValues values) {
        StringBuilder literal = new StringBuilder();
        List<Part> known = new ArrayList<>();
        for (Part part : parts) {
            Optional<String> text = part instanceof Literal constant ? Optional.of(constant.text())
                    : value((Placeholder) part, values);
            if (text.isPresent()) {
                literal.append(text.get());
            } else {
                addLiteral(known, literal);
                known.add(part);
            }
        }
        addLiteral(known, literal);
        return new GroupTemplate(value, known);
    }

    /** What stands side by side becomes one. */
    private static void addLiteral(List<Part> parts, StringBuilder text) {
        if (!text.isEmpty()) {
            parts.add(new Literal(text.toString()));
            text.setLength(0);
        }
    }

    private static Optional<String> value(Placeholder placeholder, NameValues values) {
        Optional<String> value = switch (placeholder.source()) {
            case PATH -> values.pathParam(placeholder.name());
            case QUERY -> values.queryParam(placeholder.name());
            case HEADER -> values.header(placeholder.name());
            case USER -> values.principal();
            case ENCODED_USER -> values.principal().map(GroupNames::encode);
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

    /**
     * What stands for each placeholder in a name, by the placeholder's own; empty if the name cannot come from this template.
     */
    public Optional<Map<String, String>> values(String name) {
        Matcher match = matcher.matcher(name);
        if (!match.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        int group = 0;
        for (Part part : parts) {
            if (part instanceof Placeholder placeholder) {
                values.put(placeholder.name(), match.group(++group));
            }
        }
        return Optional.of(values);
    }

    /**
     * Whether the groups of an endpoint have the names that this template of a publisher makes. Where the endpoint has a value
     * from does not matter; what it is called does, unless nothing in Java can be called so.
     */
    public boolean makesNamesOf(GroupTemplate endpoint) {
        if (parts.size() != endpoint.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Placeholder own && endpoint.parts.get(i) instanceof Placeholder theirs
                    ? !own.standsFor(theirs)
                    : !parts.get(i).equals(endpoint.parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** How many characters are literal: the more, the more specific the template is. */
    public int literalLength() {
        return literalLength;
    }

    /** The same for templates from which the same names can come: the text, with all placeholders alike. */
    public String shape() {
        return parts.stream().map(part -> part instanceof Literal literal ? literal.text() : "{}")
                .collect(Collectors.joining());
    }

    /** Whether it has nothing but placeholders, so that every name can come from it. */
    public boolean matchesEveryName() {
        return literalLength == 0;
    }

    /** Whether it has no placeholder, so that it is a name itself. */
    public boolean isLiteral() {
        return literalLength == value.length();
    }

    @Override
    public String toString() {
        return value;
    }
}
