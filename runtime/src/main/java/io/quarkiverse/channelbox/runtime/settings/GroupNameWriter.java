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
        name.append(text);
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
        name.append(principal());
    }

    public void encodedUser() {
        name.append(GroupNames.encode(principal()));
    }

    private String principal() {
        return values.principal().filter(user -> !user.isEmpty()).orElseThrow(
                () -> new MissingValueException("the group is the user's own: authenticate first", true));
    }

    public void end() {
        templatesByName.put(rules.check(name.toString()), template);
    }

    /** The names that were written, each with the template that it came from. */
    public Map<String, String> templatesByName() {
        return templatesByName;
    }

    private void value(String kind, String parameter, String value) {
        if (value.isEmpty()) {
            throw new MissingValueException("the " + kind + " '" + parameter + "' is missing or empty", false);
        }
        name.append(value);
    }
}
