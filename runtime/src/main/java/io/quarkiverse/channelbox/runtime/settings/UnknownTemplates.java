package io.quarkiverse.channelbox.runtime.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;

/**
 * Finds what is configured for templates that no endpoint has: misspelt ones, and keys and variables that do not name the
 * template that was meant. For each template there is one warning, which says what to write.
 */
final class UnknownTemplates {

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
        Map<String, String> variables = VariableKeys.variables(config.getPropertyNames());
        List<String> keys = new ArrayList<>();
        config.getPropertyNames().forEach(keys::add);
        // What the configuration made of the names of variables is no key that anybody wrote.
        keys.removeIf(key -> !key.startsWith(GroupKeys.PREFIX) || VariableKeys.isOfVariable(key, variables.keySet()));
        configured.stream().filter(template -> !templates.contains(template))
                .forEach(template -> checkTemplate(template, keys, variables));
        // Those of profiles may be for another one.
        variables.keySet().stream().filter(variables::containsValue).forEach(this::checkVariable);
        keys.forEach(key -> checkKey(key, config.getConfigValue(key).getRawValue()));
        return List.copyOf(warnings.values());
    }

    private void checkTemplate(String template, List<String> keys, Map<String, String> variables) {
        boolean isGuess = VariableKeys.isGuess(template) && keys.stream().noneMatch(key -> key.startsWith(key(template) + '.'));
        String ofNone = " is of no @ChannelGroup: it applies to all groups whose names ";
        String warning = variables.keySet().stream().filter(variable -> isGuess && isOf(variable, template)).findFirst()
                .map(variable -> "The environment variable " + variables.get(variable) + ofNone + '"' + template + "\" matches."
                        + didYouMeanVariable(variable))
                .orElseGet(() -> key(template) + ofNone + "it matches." + didYouMean(template));
        warn(key(template), warning + " The templates of endpoints are " + templates);
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
        GroupKeys.withoutProperty(variable).filter(template -> configured.stream().noneMatch(each -> isOf(variable, each)))
                .ifPresent(template -> warn(template, "The environment variable " + variable
                        + " is ignored: there is no such template." + didYouMeanVariable(variable)));
    }

    private static boolean isOf(String variable, String template) {
        return GroupKeys.withoutProperty(variable).filter(name -> name.equals(variable(template))
                || name.equals(GroupKeys.variable(GroupKeys.PREFIX + template))).isPresent();
    }

    private String didYouMeanVariable(String variable) {
        return GroupKeys.withoutProperty(variable)
                .flatMap(template -> NearestName.of(template, templates.stream().map(UnknownTemplates::variable).toList())
                        .map(nearest -> " Did you mean " + nearest + variable.substring(template.length()) + '?'))
                .orElse("");
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
