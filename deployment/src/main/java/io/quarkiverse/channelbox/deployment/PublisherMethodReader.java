package io.quarkiverse.channelbox.deployment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;

import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.Argument;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.PublisherMethod;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem.Returns;

/** Reads one method of a publisher, and says what is wrong with it. */
final class PublisherMethodReader {

    static final DotName EVENT = DotName.createSimple(Event.class);
    static final DotName SAVE_HISTORY = DotName.createSimple(SaveHistory.class);
    private static final DotName OPTIONS = DotName.createSimple(SendOptions.class);
    private static final DotName RECEIPT = DotName.createSimple(Receipt.class);
    private static final DotName UUID_NAME = DotName.createSimple(UUID.class);

    private final ClassInfo publisher;
    private final String template;
    private final MethodInfo method;
    private final TypeVariables variables;
    private final IndexView index;
    private final List<String> problems = new ArrayList<>();

    /** @param variables of the interface that declares the method */
    PublisherMethodReader(ClassInfo publisher, String template, MethodInfo method, TypeVariables variables, IndexView index) {
        this.publisher = publisher;
        this.template = template;
        this.method = method;
        this.variables = variables;
        this.index = index;
    }

    List<String> problems() {
        return problems;
    }

    /** @param placeholders the names of those of the template */
    PublisherMethod read(Set<String> placeholders) {
        ClassInfo defaults = index.getClassByName(DotName.createSimple(method.declaringClass().name() + "$DefaultImpls"));
        if (defaults != null && !defaults.methods().stream().filter(m -> m.name().equals(method.name())).toList().isEmpty()) {
            problem("has a body, which the Kotlin compiler put into " + defaults.name()
                    + "; compile with -Xjvm-default=all, so that it is a default method");
        }
        List<Argument> arguments = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(placeholders);
        for (MethodParameterInfo parameter : method.parameters()) {
            Argument argument = argument(parameter, placeholders);
            arguments.add(argument);
            if (argument instanceof Argument.Name name) {
                missing.remove(name.name());
            }
        }
        checkPayloads(arguments, missing);
        if (arguments.stream().filter(Argument.Options.class::isInstance).count() > 1) {
            problem("has two parameters of the type SendOptions; remove one of them");
        }
        return new PublisherMethod(event(), method, List.copyOf(arguments),
                method.hasDeclaredAnnotation(SAVE_HISTORY) || method.declaringClass().hasDeclaredAnnotation(SAVE_HISTORY)
                        || publisher.hasDeclaredAnnotation(SAVE_HISTORY),
                returns());
    }

    private Argument argument(MethodParameterInfo parameter, Set<String> placeholders) {
        Type type = variables.resolve(parameter.type());
        if (type.name().equals(OPTIONS)) {
            return new Argument.Options();
        }
        if (parameter.name() == null) {
            if (!placeholders.isEmpty()) {
                problem("has a parameter without a name in the class file (#" + (parameter.position() + 1)
                        + "); compile with -parameters (Kotlin: -java-parameters)");
            }
        } else if (placeholders.contains(parameter.name())) {
            if (!isNamePart(type)) {
                problem("has the parameter '" + parameter.name() + "' of the type " + type + ", which a group cannot be named"
                        + " after; make it a String, a primitive, an enum or a UUID");
            }
            return new Argument.Name(parameter.name(), type);
        }
        if (Names.LATER.contains(type.name()) || type.name().equals(Names.MULTI)) {
            problem("has the parameter " + parameter.name() + " of the type " + type
                    + ", which is no payload but will have one;"
                    + " take what it brings, and send it then");
        }
        if (type.name().equals(Names.CONTINUATION)) {
            problem("is a suspend function; return Uni<Receipt> and await it: orders.shipped(…).awaitSuspending()");
        }
        return new Argument.Payload(type);
    }

    private boolean isNamePart(Type type) {
        if (type.kind() == Type.Kind.PRIMITIVE || type.name().equals(DotName.STRING_NAME) || type.name().equals(UUID_NAME)
                || type.kind() == Type.Kind.CLASS && PrimitiveType.isBox(type)) {
            return true;
        }
        ClassInfo known = index.getClassByName(type.name());
        return known != null && known.isEnum();
    }

    private void checkPayloads(List<Argument> arguments, Set<String> missing) {
        if (!missing.isEmpty()) {
            problem("has no parameter for " + (missing.size() == 1 ? "the placeholder " : "the placeholders ")
                    + String.join(", ", missing.stream().map(name -> "{" + name + "}").toList())
                    + "; add " + (missing.size() == 1 ? "a parameter of that name" : "parameters of those names"));
        }
        long payloads = arguments.stream().filter(Argument.Payload.class::isInstance).count();
        if (payloads == 0) {
            problem("has no parameter for the payload; add one beside those of the placeholders");
        } else if (payloads > 1) {
            problem("has " + payloads + " parameters for the payload ("
                    + String.join(", ", method.parameters().stream()
                            .filter(parameter -> arguments.get(parameter.position()) instanceof Argument.Payload)
                            .map(parameter -> parameter.name() == null ? "#" + (parameter.position() + 1) : parameter.name())
                            .toList())
                    + "); let one of them be all of it (a record, for instance), or add a placeholder to the template");
        }
    }

    private String event() {
        AnnotationInstance annotation = method.declaredAnnotation(EVENT);
        if (annotation == null) {
            return method.name();
        }
        if (annotation.value().asString().isBlank()) {
            problem("has an @Event without a name; name it, or remove the annotation");
        }
        return annotation.value().asString();
    }

    private Returns returns() {
        Type type = variables.resolve(method.returnType());
        if (type.kind() == Type.Kind.VOID) {
            return Returns.NOTHING;
        }
        if (type.name().equals(RECEIPT)) {
            return Returns.RECEIPT;
        }
        if (type.name().equals(Names.UNI) && type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            DotName item = type.asParameterizedType().arguments().get(0).name();
            if (item.equals(RECEIPT)) {
                return Returns.UNI_OF_RECEIPT;
            }
            if (item.equals(Names.VOID)) {
                return Returns.UNI_OF_NOTHING;
            }
        }
        problem("returns " + type + "; return void, Receipt, Uni<Receipt> or Uni<Void>");
        return Returns.NOTHING;
    }

    private void problem(String problemAndCure) {
        problems.add(problem(publisher, template, method.name() + "() " + problemAndCure));
    }

    static String problem(ClassInfo publisher, String template, String problemAndCure) {
        return "@GroupPublisher(\"" + template + "\") on " + publisher.name() + ": " + problemAndCure;
    }
}
