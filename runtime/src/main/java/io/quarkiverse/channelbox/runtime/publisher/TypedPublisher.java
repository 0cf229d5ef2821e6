package io.quarkiverse.channelbox.runtime.publisher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;

/**
 * What a {@link GroupPublisher} sends with. The build generates one bean for each, which has one of these, declares its methods
 * in its constructor, and in each of them does no more than to put the name of the group together, and to send.
 */
public final class TypedPublisher {

    private final String publisher;
    private final List<SendOptions> options = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    /** Looked up when it is needed: the client proxy of a publisher has one of these, too, and never sends. */
    private ChannelBox channelBox;

    /** @param publisher the interface, to be named by failures */
    public TypedPublisher(String publisher) {
        this.publisher = publisher;
    }

    /** Called once for each method, numbered from 0, before anything else. */
    public void declare(String method, String event, boolean saveHistory) {
        methods.add(method);
        options.add(SendOptions.defaults().saveHistory(saveHistory).event(event));
    }

    /** What the method sends with. */
    public SendOptions options(int method) {
        return options.get(method);
    }

    /** What the method sends with, and its caller wants besides. */
    public SendOptions options(int method, SendOptions given) {
        SendOptions own = options.get(method);
        return Objects.requireNonNull(given, "options").event(own.getEvent().orElseThrow())
                .saveHistory(own.isSaveHistory() || given.isSaveHistory());
    }

    /**
     * What stands for a placeholder.
     *
     * @param separator between it and the next one; empty for the last one
     * @throws InvalidGroupNameException if there is nothing
     */
    public String value(int method, String parameter, Object value, String separator) {
        String text = text(method, parameter, value);
        return separator.isEmpty() ? text : GroupNames.escape(text, separator);
    }

    private String text(int method, String parameter, Object value) {
        String text = value instanceof Enum<?> constant ? constant.name() : value == null ? "" : value.toString();
        if (text.isEmpty()) {
            throw new InvalidGroupNameException("The parameter '" + parameter + "' of " + name(method) + " is "
                    + (value == null ? "null" : "empty") + ", and a group is named after it");
        }
        return text;
    }

    /**
     * The same, {@linkplain GroupNames#encode encoded}.
     *
     * @throws InvalidGroupNameException if there is nothing, or it cannot be encoded
     */
    public String encoded(int method, String parameter, Object value, String separator) {
        String text = text(method, parameter, value);
        try {
            return separator.isEmpty() ? GroupNames.encode(text) : GroupNames.encode(text, separator);
        } catch (IllegalArgumentException e) {
            throw new InvalidGroupNameException("The parameter '" + parameter + "' of " + name(method) + " is no text: "
                    + e.getMessage());
        }
    }

    /**
     * The group that a method sends to.
     *
     * @param parameters the names of those that the name is made of, and their values, in turn
     * @throws InvalidGroupNameException if the name is not acceptable
     */
    public Group group(int method, String name, String... parameters) {
        try {
            return channelBox().group(name);
        } catch (InvalidGroupNameException e) {
            throw new InvalidGroupNameException(name(method) + " cannot send with " + printable(parameters) + ": "
                    + e.getMessage());
        }
    }

    private ChannelBox channelBox() {
        ChannelBox known = channelBox;
        if (known == null) {
            known = Arc.container().instance(ChannelBox.class).get();
            channelBox = known;
        }
        return known;
    }

    /** Of a method that returns a {@code Uni}: whoever subscribes learns of it. */
    public static Uni<?> failed(Throwable failure) {
        return Uni.createFrom().failure(failure);
    }

    private String name(int method) {
        return publisher + "#" + methods.get(method) + "()";
    }

    private static String printable(String[] parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], Printable.of(parameters[i + 1]));
        }
        StringJoiner all = new StringJoiner(", ");
        values.forEach((parameter, value) -> all.add(parameter + " = '" + value + "'"));
        return all.toString();
    }
}
