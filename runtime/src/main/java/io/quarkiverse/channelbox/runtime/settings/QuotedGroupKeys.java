package io.quarkiverse.channelbox.runtime.settings;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import jakarta.annotation.Priority;

import io.quarkus.runtime.configuration.ConfigBuilder;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * Lets the template in a key be written without quotes, whatever is in it. To the configuration the two spellings would be two
 * keys of one template, of which it sees one or the other. It stands below what chooses between profiles, so that the key of a
 * profile is found in either spelling, and counts before the key of none.
 */
@Priority(Priorities.LIBRARY + 198)
public final class QuotedGroupKeys implements ConfigBuilder, ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    @Override
    public SmallRyeConfigBuilder configBuilder(SmallRyeConfigBuilder builder) {
        return builder.withInterceptors(new QuotedGroupKeys());
    }

    /** Of two spellings the one counts whose source is the stronger; of one source the one in quotes. */
    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        String unquoted = unquoted(name);
        if (unquoted.equals(name)) {
            return value;
        }
        ConfigValue other = context.proceed(unquoted);
        return other == null || value != null && ConfigValue.CONFIG_SOURCE_COMPARATOR.compare(value, other) >= 0 ? value
                : other.withName(name);
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        context.iterateNames().forEachRemaining(name -> names.add(quoted(name)));
        return VariableKeys.named(names).iterator();
    }

    private static String quoted(String name) {
        int start = GroupKeys.start(name);
        if (start < 0 || name.indexOf('"', start) >= 0) {
            return name;
        }
        return GroupKeys.withoutProperty(name).filter(template -> template.length() > start)
                .map(template -> name.substring(0, start) + '"' + template.substring(start) + '"'
                        + name.substring(template.length()))
                .orElse(name);
    }

    static String unquoted(String name) {
        int start = GroupKeys.start(name);
        int end = start < 0 ? -1 : name.indexOf("\".", start);
        return end < 0 || name.charAt(start) != '"' ? name
                : name.substring(0, start) + name.substring(start + 1, end) + name.substring(end + 1);
    }
}
