package io.quarkiverse.channelbox.deployment;

import java.util.List;
import java.util.stream.Collectors;

import javax.lang.model.SourceVersion;

import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Literal;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Part;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Placeholder;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Source;

/** Which names come from templates, and whether they are those of others. */
public final class TemplateNames {

    private TemplateNames() {
    }

    /** The same for templates from which the same names can come: the text, with all placeholders alike. */
    public static String shape(GroupTemplate template) {
        return written(template, "{}");
    }

    /** Whether it has nothing but placeholders, so that every name can come from it. */
    static boolean matchesEveryName(GroupTemplate template) {
        return template.literalLength() == 0;
    }

    /** Whether the same name can come from both, as far as that can be told from their text. */
    static boolean overlap(GroupTemplate one, GroupTemplate other) {
        return new Overlap(written(one, Overlap.ANY), written(other, Overlap.ANY)).exists();
    }

    /** Its text, with the same for each placeholder. */
    private static String written(GroupTemplate template, String placeholder) {
        return template.parts().stream().map(part -> part instanceof Literal literal ? literal.text() : placeholder)
                .collect(Collectors.joining());
    }

    /**
     * Whether the groups of an endpoint have the names that the template of a publisher makes. Where the endpoint has a value
     * from does not matter; what it is called does, unless nothing in Java can be called so.
     */
    public static boolean makesNamesOf(GroupTemplate publisher, GroupTemplate endpoint) {
        List<Part> parts = publisher.parts();
        List<Part> theirs = endpoint.parts();
        if (parts.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Placeholder own && theirs.get(i) instanceof Placeholder other
                    ? !standsFor(own, other)
                    : !parts.get(i).equals(theirs.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean standsFor(Placeholder publisher, Placeholder endpoint) {
        return (publisher.source() == Source.ENCODED_USER) == (endpoint.source() == Source.ENCODED_USER)
                && (publisher.name().equals(endpoint.name()) || !canBeAParameter(endpoint));
    }

    /** Whether a parameter in Java may be called so. */
    static boolean canBeAParameter(Placeholder placeholder) {
        return SourceVersion.isName(placeholder.name()) && placeholder.name().indexOf('.') < 0;
    }
}
