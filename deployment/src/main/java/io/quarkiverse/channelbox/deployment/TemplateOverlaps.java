package io.quarkiverse.channelbox.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jboss.jandex.ClassInfo;

import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem.AnnotatedGroup;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;

/**
 * Templates of different forms from which the same names can come: who is let into a group by one of them gets what is meant
 * for those whom the other one lets in. It may be meant so.
 */
final class TemplateOverlaps {

    private TemplateOverlaps() {
    }

    /** One for each pair. Of a template that matches every name another one tells. */
    static List<String> warnings(List<GroupEndpointBuildItem> endpoints) {
        Map<String, GroupTemplate> templates = new LinkedHashMap<>();
        Map<String, ClassInfo> classes = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        for (GroupEndpointBuildItem endpoint : endpoints) {
            for (AnnotatedGroup group : endpoint.groups()) {
                GroupTemplate template = group.template();
                if (TemplateNames.matchesEveryName(template) || templates.containsKey(TemplateNames.shape(template))) {
                    continue;
                }
                templates.forEach((shape, other) -> {
                    if (TemplateNames.overlap(template, other)) {
                        warnings.add(Problems.of(endpoint.endpoint(), template.value(), "can give a group the name that"
                                + " @ChannelGroup(\"" + other + "\") on " + classes.get(shape).name() + " gives to another"
                                + " one: who is let in by one of them gets the messages of both. Begin them with different"
                                + " text, unless they are meant to be the same groups"));
                    }
                });
                templates.put(TemplateNames.shape(template), template);
                classes.put(TemplateNames.shape(template), endpoint.endpoint());
            }
        }
        return warnings;
    }
}
