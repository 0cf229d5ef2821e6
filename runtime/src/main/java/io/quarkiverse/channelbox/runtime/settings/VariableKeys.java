package io.quarkiverse.channelbox.runtime.settings;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys that the configuration makes of the names of environment variables. A name does not tell what is upper case in the
 * template, nor which sign is at an underscore: the configuration guesses lower case and dots, so that beside the template that
 * is meant there would be another one, which nobody wrote.
 */
final class VariableKeys {

    private static final Pattern GUESSED = Pattern.compile("[a-z0-9.]+");

    private static final String START = GroupKeys.variable(GroupKeys.PREFIX);

    private VariableKeys() {
    }

    /** The environment variables among the names, by what they are called without a profile. */
    static Map<String, String> variables(Iterable<String> names) {
        Map<String, String> variables = new TreeMap<>();
        for (String name : names) {
            int start = name.indexOf(START);
            if (start == 0 || start > 0 && name.startsWith("_")) {
                variables.merge(name.substring(start), name, (one, other) -> one.length() < other.length() ? one : other);
            }
        }
        return variables;
    }

    /**
     * Gives the guessed keys the templates that are known by other keys, where the name of the variable is that of theirs.
     *
     * @param names all that the configuration has, with the templates in quotes
     */
    static Set<String> named(Set<String> names) {
        Set<String> variables = variables(names).keySet();
        Set<String> written = new LinkedHashSet<>();
        Map<String, Set<String>> templates = new HashMap<>();
        for (String name : names) {
            String template = template(name);
            if (template != null) {
                templates.computeIfAbsent(GroupKeys.variable(template), absent -> new TreeSet<>()).add(template);
                if (!isOfVariable(name, variables)) {
                    written.add(template);
                }
            }
        }
        Set<String> named = new LinkedHashSet<>();
        for (String name : names) {
            String template = template(name);
            if (template == null || written.contains(template) || !isGuess(template)
                    || !isOfVariable(name, variables)) {
                named.add(name);
            } else {
                Set<String> meant = templates.get(GroupKeys.variable(template));
                meant.stream().filter(each -> meant.size() == 1 || !each.equals(template))
                        .forEach(each -> named.add(name.replace('"' + template + '"', '"' + each + '"')));
            }
        }
        return named;
    }

    /** Whether one of the variables sets the key, in either spelling. */
    static boolean isOfVariable(String key, Set<String> variables) {
        return Stream.of(key, QuotedGroupKeys.unquoted(key))
                .map(each -> each.substring(Math.max(0, each.indexOf(GroupKeys.PREFIX))))
                .map(GroupKeys::variable).anyMatch(variables::contains);
    }

    /** Whether the configuration may have made the template of the name of a variable. */
    static boolean isGuess(String template) {
        return GUESSED.matcher(template).matches();
    }

    /** @return null if the name is none of a template in quotes */
    private static String template(String name) {
        int start = GroupKeys.start(name);
        int end = start < 0 ? -1 : name.indexOf("\".", start);
        return end < 0 || name.charAt(start) != '"' ? null : name.substring(start + 1, end);
    }
}
