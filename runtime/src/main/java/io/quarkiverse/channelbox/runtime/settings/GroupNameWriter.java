package io.quarkiverse.channelbox.runtime.settings;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.channelbox.runtime.upgrade.Handshake;
import io.quarkiverse.channelbox.runtime.upgrade.UpgradeRefusedException;

/**
 * Puts the names of an endpoint's groups together. Generated code calls {@link #begin}, the parts in order and {@link #end}
 * for each template; a value that is missing refuses the upgrade.
 */
public final class GroupNameWriter {

    private final Handshake handshake;
    private final GroupNames rules;
    private final Map<String, String> templatesByName = new LinkedHashMap<>();
    private final StringBuilder name = new StringBuilder();
    private String template;

    public GroupNameWriter(Handshake handshake, GroupNames rules) {
        this.handshake = handshake;
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
        value("path parameter", parameter, handshake.pathParam(parameter).orElse(""));
    }

    public void queryParam(String parameter) {
        value("query parameter", parameter, handshake.queryParam(parameter).orElse(""));
    }

    public void header(String header) {
        value("request header", header, handshake.header(header).orElse(""));
    }

    public void user() {
        name.append(handshake.principal().orElseThrow(
                () -> new UpgradeRefusedException(401, "the group is the user's own: authenticate first")));
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
            throw new UpgradeRefusedException(400, "the " + kind + " '" + parameter + "' is missing or empty");
        }
        name.append(value);
    }
}
