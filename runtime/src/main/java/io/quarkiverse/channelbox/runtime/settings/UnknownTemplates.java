package io.quarkiverse.channelbox.runtime.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.eclipse.microprofile.config.Config;

/**
 * Finds what is configured for templates that no endpoint has: misspelt ones, and keys and variables that do not name the
 * template that was meant. For each template there is one warning, which says what to write.
 */
final class UnknownTemplates {

    private static final String VARIABLES = GroupKeys.variable(GroupKeys.PREFIX);

    private final List<String> templates;
    private final Collection<String> configured;
    /** By the template as it was written. */
    private final Map<String, String> warnings = new LinkedHashMap<>();

    /**
     * @param templates of endpoints
     * @param configured those that the configuration understood as templates
     */
    UnknownTemplates(Collection<String> templates, Collection<String> configured) {
        this.templates = templates.stream().distinct().sorted().toList();
        this.configured = configured;
    }

    List<String> warnings(Config config) {
        for (String template : configured) {
            if (!templates.contains(template)) {
                warn(key(template), key(template) + " is of no @ChannelGroup: it applies to all groups whose names it matches."
                        + didYouMean(template) + " The templates of endpoints are " + templates);
            }
        }
        Set<String> variables = new TreeSet<>();
        List<String> keys = new ArrayList<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(VARIABLES)) {
                variables.add(name);
            } else if (name.startsWith(GroupKeys.PREFIX)) {
                keys.add(name);
            }
        }
        variables.forEach(this::checkVariable);
        // What the configuration made of the names of variables is no key that anybody wrote.
        keys.stream().filter(key -> !variables.contains(GroupKeys.variable(key)))
                .forEach(key -> checkKey(key, config.getConfigValue(key).getRawValue()));
        return List.copyOf(warnings.values());
    }

    private void checkKey(String key, String value) {
        String rest = key.substring(GroupKeys.PREFIX.length());
        boolean isQuoted = rest.startsWith("\"");
        if (isQuoted ? rest.indexOf('"', 1) < 0 : rest.lastIndexOf('{') > rest.lastIndexOf('}')) {
            cutOff(key, rest, value == null ? "" : value);
        }
    }

    /** In a file of properties a colon ends the key; what is after it is in the value. */
    private void cutOff(String key, String rest, String value) {
        boolean isQuoted = rest.startsWith("\"");
        String whole = rest.substring(isQuoted ? 1 : 0) + ':' + value;
        Optional<String> template = isQuoted
                ? Optional.of(whole.indexOf('"')).filter(end -> end >= 0).map(end -> whole.substring(0, end))
                : GroupKeys.withoutProperty(whole.substring(0, (whole + '=').indexOf('=')).strip());
        warn(key, key + " is ignored: in a file of properties a key ends at a colon, an equals sign or white space. Write \\:"
                + " for a colon"
                + template.map(found -> ", as in " + key(found).replace(":", "\\:") + '.' + didYouMean(found)).orElse("."));
    }

    private void checkVariable(String variable) {
        GroupKeys.withoutProperty(variable).filter(template -> !isKnown(template))
                .ifPresent(template -> warn(template, "The environment variable " + variable
                        + " is ignored: there is no such template."
                        + NearestName.of(template, templates.stream().map(UnknownTemplates::variable).toList())
                                .map(nearest -> " Did you mean " + nearest + variable.substring(template.length()) + '?')
                                .orElse("")));
    }

    private boolean isKnown(String variable) {
        return configured.stream().anyMatch(template -> variable.equals(variable(template))
                || variable.equals(GroupKeys.variable(GroupKeys.PREFIX + template)));
    }

    private String didYouMean(String template) {
        return NearestName.of(template, templates).filter(nearest -> !nearest.equals(template))
                .map(nearest -> " Did you mean " + key(nearest) + '?').orElse("");
    }

    private static String key(String template) {
        return GroupKeys.PREFIX + '"' + template + '"';
    }

    /** Without the property. */
    private static String variable(String template) {
        return GroupKeys.withoutProperty(GroupKeys.variable(GroupKeys.anyKey(template))).orElseThrow();
    }

    private void warn(String template, String warning) {
        warnings.putIfAbsent(template, warning);
    }
}
