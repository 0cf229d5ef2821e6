package io.quarkiverse.channelbox.test.dev;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

/** The objects on the heap of this process that something still holds. */
final class Instances {

    /** Rank, instances, bytes, class. */
    private static final Pattern ROW = Pattern.compile("^ *\\d+: +(\\d+) +\\d+ +(\\S+).*$", Pattern.MULTILINE);

    private Instances() {
    }

    /** How many there are of each class of such a name, of whichever class loader, after a collection of all garbage. */
    static Map<String, Long> count(Predicate<String> className) {
        Map<String, Long> counts = new TreeMap<>();
        Matcher row = ROW.matcher(histogram());
        while (row.find()) {
            if (className.test(row.group(2))) {
                counts.merge(row.group(2), Long.valueOf(row.group(1)), Long::sum);
            }
        }
        return counts;
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] { new String[0] }, new String[] { String[].class.getName() });
        } catch (JMException e) {
            throw new AssertionError("The heap cannot be looked at", e);
        }
    }
}
