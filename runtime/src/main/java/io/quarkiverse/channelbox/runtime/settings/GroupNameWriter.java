package io.quarkiverse.channelbox.runtime.settings;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.channelbox.GroupNames;

/**
 * Puts the names of an endpoint's groups together. Generated code calls {@link #begin}, the parts in order and {@link #end}
 * for each template; a value that is missing is a {@link MissingValueException}.
 */
public final class GroupNameWriter {

    private final NameValues values;
    private final GroupNameRules rules;
    private final Map<String, String> templatesByName = new LinkedHashMap<>();
    private final StringBuilder name = new StringBuilder();
    /** The value that comes next in the name, and whether it is encoded. */
    private String value = "";
    private boolean isEncoded;
    private String template;

    public GroupNameWriter(NameValues values, GroupNameRules rules) {
        this.values = values;
        this.rules = rules;
    }

    public void begin(String template) {
        this.template = template;
        name.setLength(0);
    }

    public void literal(String text) {
        appendValue();
        name.append(text);
    }

    /** What separates the value before it from another one. */
    public void separator(String text) {
        value = isEncoded ? GroupNames.encode(value, text) : GroupNames.escape(value, text);
        isEncoded = false;
        literal(text);
    }

    private void appendValue() {
        name.append(isEncoded ? GroupNames.encode(value) : value);
        value = "";
        isEncoded = false;
    }

    public void pathParam(String parameter) {
        value("path parameter", parameter, values.pathParam(parameter).orElse(""));
    }

    public void queryParam(String parameter) {
        value("query parameter", parameter, values.queryParam(parameter).orElse(""));
    }

    public void header(String header) {
        value("request header", header, values.header(header).orElse(""));
    }

    public void user() {
        next(principal());
    }

    public void encodedUser() {
        next(principal());
        isEncoded = true;
    }

    private void next(String text) {
        appendValue();
        value = text;
    }

    private String principal() {
        return values.principal().filter(user -> !user.isEmpty()).orElseThrow(
                () -> new MissingValueException("the group is the user's own: authenticate first", true));
    }

    public void end() {
        templatesByName.put(rules.check(name()), template);
    }

    /** What has been written of the current one. */
    String name() {
        appendValue();
        return name.toString();
    }

    /** The names that were written, each with the template that it came from. */
    public Map<String, String> templatesByName() {
        return templatesByName;
    }

    private void value(String kind, String parameter, String value) {
        if (value.isEmpty()) {
            throw new MissingValueException("the " + kind + " '" + parameter + "' is missing or empty", false);
        }
        next(value);
    }
}
