package io.quarkiverse.channelbox.runtime.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.GroupConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.common.utils.StringUtil;

/** The keys of what can be configured for the groups of one template. */
public final class GroupKeys {

    static final String PREFIX = "quarkus.channel-box.groups.";

    /** Read from the interface, so that none is forgotten; of a native binary when it is built. */
    private static final Set<String> PROPERTIES = Set
            .copyOf(ConfigMappings.getProperties(ConfigClass.configClass(GroupConfig.class, "")).keySet());

    private GroupKeys() {
    }

    /** What comes after the template: {@code replay}, {@code history.size}, … */
    public static Set<String> properties() {
        return PROPERTIES;
    }

    /** The whole key. */
    public static String key(String template, String property) {
        return PREFIX + '"' + template + "\"." + property;
    }

    /**
     * A key of the template, for a configuration that knows no other: where a template has a key, each of its properties can be
     * set by an environment variable, whose name alone does not tell the template.
     */
    public static String anyKey(String template) {
        return key(template, "expires");
    }

    /** Where the template begins in a key, which may be that of a profile; negative in any other name. */
    static int start(String name) {
        int key = name.startsWith("%") ? name.indexOf('.') + 1 : 0;
        return name.startsWith(PREFIX, key) ? key + PREFIX.length() : -1;
    }

    /** The environment variable of a key. */
    static String variable(String key) {
        return StringUtil.replaceNonAlphanumericByUnderscores(key).toUpperCase(Locale.ROOT);
    }

    /** What is before the property in a key, or in the name of a variable; empty if it has none. */
    static Optional<String> withoutProperty(String name) {
        boolean isVariable = name.equals(variable(name));
        return PROPERTIES.stream().map(property -> isVariable ? '_' + variable(property) : '.' + property)
                .filter(name::endsWith).map(suffix -> name.substring(0, name.length() - suffix.length()))
                .min((one, other) -> one.length() - other.length());
    }
}
