package io.quarkiverse.channelbox.runtime.settings;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.quarkus.runtime.configuration.ConfigBuilder;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * Lets the template in a key be written without quotes, whatever is in it. To the configuration the two spellings would be two
 * keys of one template, of which it sees one or the other.
 */
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
        return other == null || value != null && value.getConfigSourceOrdinal() >= other.getConfigSourceOrdinal() ? value
                : other.withName(name);
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        context.iterateNames().forEachRemaining(name -> names.add(quoted(name)));
        return names.iterator();
    }

    private static String quoted(String name) {
        if (!name.startsWith(GroupKeys.PREFIX) || name.indexOf('"') >= 0) {
            return name;
        }
        return GroupKeys.withoutProperty(name).filter(template -> template.length() > GroupKeys.PREFIX.length())
                .map(template -> GroupKeys.key(template.substring(GroupKeys.PREFIX.length()),
                        name.substring(template.length() + 1)))
                .orElse(name);
    }

    private static String unquoted(String name) {
        int end = name.indexOf("\".", GroupKeys.PREFIX.length());
        return end < 0 || !name.startsWith(GroupKeys.PREFIX + '"') ? name
                : GroupKeys.PREFIX + name.substring(GroupKeys.PREFIX.length() + 1, end) + name.substring(end + 1);
    }
}
