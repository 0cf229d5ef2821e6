package io.quarkiverse.channelbox.docs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Whether the arguments of a Maven command name what there is: phases, plugins, modules, profiles, tests and properties. */
final class MavenArguments {

    private static final Set<String> PHASES = Set.of("test-compile", "test", "package", "verify", "install");
    private static final Set<String> OPTIONS = Set.of("-q", "-B", "-ntp", "-am");
    /** Of Maven's plugins and of what tests use. */
    private static final Set<String> PROPERTIES = Set.of("skipTests", "surefire.failIfNoSpecifiedTests",
            "failsafe.failIfNoSpecifiedTests", "mdep.outputFile", "snap");
    private static final String NO_TEST = "None";

    private MavenArguments() {
    }

    /** Returns what there is not. */
    static List<String> unknown(List<String> arguments) {
        List<String> unknown = new ArrayList<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext();) {
            String argument = rest.next();
            if (argument.equals("-pl")) {
                List.of(rest.next().split(",")).stream().filter(module -> !Sources.hasModule(module)).forEach(unknown::add);
            } else if (!isKnown(argument)) {
                unknown.add(argument);
            }
        }
        return unknown;
    }

    private static boolean isKnown(String argument) {
        if (argument.startsWith("-D")) {
            String[] property = argument.substring(2).split("=", 2);
            return Set.of("test", "it.test").contains(property[0])
                    ? List.of(property[1].split(",")).stream().allMatch(MavenArguments::isTest)
                    : isProperty(property[0]);
        }
        if (argument.startsWith("-P")) {
            return Sources.hasInPom("id", argument.substring(2));
        }
        return OPTIONS.contains(argument) || PHASES.contains(argument) || argument.contains(":") && isPlugin(argument);
    }

    private static boolean isTest(String test) {
        String[] names = test.split("#");
        return test.equals(NO_TEST) || (names.length == 1 ? Sources.hasClass(names[0]) : Sources.hasMethod(names[0], names[1]));
    }

    static boolean isProperty(String name) {
        return PROPERTIES.contains(name) || ConfigurationKeys.contains(name) || Sources.hasProperty(name);
    }

    private static boolean isPlugin(String goal) {
        String prefix = goal.substring(0, goal.indexOf(':'));
        return Sources.hasInPom("artifactId", "maven-" + prefix + "-plugin")
                || Sources.hasInPom("artifactId", prefix + "-maven-plugin");
    }
}
