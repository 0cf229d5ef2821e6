package io.quarkiverse.channelbox.runtime.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import jakarta.inject.Inject;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.SendOptions;
import io.smallrye.mutiny.Uni;

/**
 * What implements a {@link GroupPublisher}. The build generates one bean for each, which extends this class and does no more
 * than to call {@link #declare} in its constructor, to put names together, and to send.
 */
public abstract class TypedPublisher {

    private final String publisher;
    private final List<SendOptions> options = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private ChannelBox channelBox;

    protected TypedPublisher(String publisher) {
        this.publisher = publisher;
    }

    /** For generated code, which has a constructor without parameters, as a normal-scoped bean needs one. */
    @Inject
    public final void use(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    /** Called by the generated constructor, once for each method, numbered from 0. */
    protected final void declare(String method, String event, boolean saveHistory) {
        methods.add(method);
        options.add(SendOptions.defaults().saveHistory(saveHistory).event(event));
    }

    /** What the method sends with. */
    protected final SendOptions options(int method) {
        return options.get(method);
    }

    /** What the method sends with, and its caller wants besides. */
    protected final SendOptions options(int method, SendOptions given) {
        SendOptions own = options.get(method);
        return Objects.requireNonNull(given, "options").event(own.getEvent().orElseThrow())
                .saveHistory(own.isSaveHistory() || given.isSaveHistory());
    }

    /**
     * What stands for a placeholder.
     *
     * @throws InvalidGroupNameException if there is nothing
     */
    protected final String value(int method, String parameter, Object value) {
        String text = value instanceof Enum<?> constant ? constant.name() : value == null ? "" : value.toString();
        if (text.isEmpty()) {
            throw new InvalidGroupNameException("The parameter '" + parameter + "' of " + name(method) + " is "
                    + (value == null ? "null" : "empty") + ", and a group is named after it");
        }
        return text;
    }

    /**
     * The group that a method sends to.
     *
     * @param parameters the names of those that the name is made of, and their values, in turn
     * @throws InvalidGroupNameException if the name is not acceptable
     */
    protected final Group group(int method, String name, String... parameters) {
        try {
            return channelBox.group(name);
        } catch (InvalidGroupNameException e) {
            throw new InvalidGroupNameException(name(method) + " cannot send with " + printable(parameters) + ": "
                    + e.getMessage());
        }
    }

    /** Of a method that returns a {@code Uni}: whoever subscribes learns of it. */
    protected static Uni<?> failed(Throwable failure) {
        return Uni.createFrom().failure(failure);
    }

    private String name(int method) {
        return publisher + "#" + methods.get(method) + "()";
    }

    private static String printable(String[] parameters) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.add(parameters[i] + " = '" + Printable.of(parameters[i + 1]) + "'");
        }
        return String.join(", ", all);
    }
}
