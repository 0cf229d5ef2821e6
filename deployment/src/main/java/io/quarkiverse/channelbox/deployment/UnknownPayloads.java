package io.quarkiverse.channelbox.deployment;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import io.quarkiverse.channelbox.deployment.payload.PayloadAnalysis;
import io.quarkiverse.channelbox.deployment.payload.PayloadAnalysis.Payloads;
import io.quarkiverse.channelbox.deployment.payload.PayloadHierarchy;
import io.quarkiverse.channelbox.deployment.payload.PayloadProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Where the build cannot tell what is sent, as lines for people; classes that register types themselves know better. */
final class UnknownPayloads {

    private static final DotName REGISTER = DotName.createSimple(RegisterForReflection.class);

    private final IndexView index;
    private final PayloadHierarchy hierarchy;
    private final Set<String> lines = new TreeSet<>();
    private final Set<String> properties = new HashSet<>();

    UnknownPayloads(IndexView index, PayloadHierarchy hierarchy) {
        this.index = index;
        this.hierarchy = hierarchy;
    }

    Set<String> lines() {
        return lines;
    }

    void add(Payloads payloads) {
        payloads.unknown().stream().filter(place -> !isRegistering(place.type())).forEach(place -> lines.add(place.toString()));
        payloads.types().forEach((name, place) -> {
            if (isWithoutImplementation(name) && !isRegistering(place.type())) {
                lines.add(place + " (" + nothingImplements(name) + ")");
            }
        });
    }

    /** What is in all that is sent: adds to the hierarchy what properties are given, if they can be anything. */
    void addProperties(PayloadAnalysis analysis) {
        Set<DotName> seen = new HashSet<>();
        for (Map<DotName, String> types = hierarchy.types(); !seen.containsAll(types.keySet()); types = hierarchy.types()) {
            types.forEach((type, source) -> {
                if (seen.add(type)) {
                    analysis.properties(type.toString()).forEach(property -> add(property, source));
                }
            });
        }
    }

    private void add(PayloadProperty property, String source) {
        property.found().forEach(name -> hierarchy.add(DotName.createSimple(name), source));
        if (isRegistering(property.type()) || isRegistering(source.split("#")[0])) {
            return;
        }
        // Once, though more than one class may inherit it.
        if (property.isUnknown() && properties.add(property.toString())) {
            lines.add(source + " (" + property + ")");
        }
        property.declared().stream().filter(this::isWithoutImplementation)
                .filter(name -> properties.add(property + name))
                .forEach(name -> lines.add(source + " (" + property + ": " + nothingImplements(name) + ")"));
    }

    private boolean isWithoutImplementation(String name) {
        return hierarchy.isWithoutImplementation(DotName.createSimple(name));
    }

    private static String nothingImplements(String name) {
        return "nothing is known that implements " + name;
    }

    /** Whether the class, or one around it, registers types itself. */
    private boolean isRegistering(String type) {
        for (String name = type; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('$')))) {
            ClassInfo found = index.getClassByName(DotName.createSimple(name));
            AnnotationInstance annotation = found == null ? null : found.declaredAnnotation(REGISTER);
            if (annotation != null && (annotation.value("targets") != null || annotation.value("classNames") != null)) {
                return true;
            }
        }
        return false;
    }
}
