package io.quarkiverse.channelbox.deployment.payload;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.deployment.payload.Calls.Call;

/** Finds what an application sends and asks with, and reads of answers: the static types, wherever they come from. */
public final class PayloadAnalysis {

    private static final String API = "io/quarkiverse/channelbox/";
    private static final String PAYLOAD = "(Ljava/lang/Object;)";
    private static final String PAYLOAD_AND_OPTIONS = "(Ljava/lang/Object;L" + API + "SendOptions;)";
    private static final String QUESTION = "(Ljava/lang/String;Ljava/lang/Object;Ljava/time/Duration;)";

    private record Method(String owner, String name, String descriptor, int argument) {
    }

    private static final List<Method> METHODS = Stream.of(
            sends("send", "Lio/smallrye/mutiny/Uni;"), sends("sendAndForget", "V"),
            sends("sendAndAwait", "L" + API + "Receipt;"),
            Stream.of(new Method(API + "Client", "ask", QUESTION + "Lio/smallrye/mutiny/Uni;", 1),
                    new Method(API + "Audience", "ask", QUESTION + "Lio/smallrye/mutiny/Multi;", 1),
                    new Method(API + "Answer", "data", "(Ljava/lang/Class;)Ljava/lang/Object;", 0),
                    new Method(API + "Answer", "data", "(Lcom/fasterxml/jackson/core/type/TypeReference;)Ljava/lang/Object;",
                            0)))
            .flatMap(each -> each).toList();

    /**
     * What was found.
     *
     * @param types names of classes (those of the JDK, too), with the first place where one is sent
     * @param unknown where something of unknown type is sent
     */
    public record Payloads(Map<String, Place> types, Set<Place> unknown) {
    }

    private PayloadAnalysis() {
    }

    private static Stream<Method> sends(String name, String returned) {
        return Stream.of(PAYLOAD, PAYLOAD_AND_OPTIONS)
                .map(parameters -> new Method(API + "Destination", name, parameters + returned, 0));
    }

    /**
     * Reads the application.
     *
     * @param application class files by internal name
     * @param others has the classes that those of the application use
     * @throws IllegalStateException if a class file is not valid
     */
    public static Payloads analyse(Map<String, byte[]> application, ClassLoader others) {
        ClassFiles files = new ClassFiles(application, others);
        Calls calls = new Calls(files, API);
        ValueTypes values = new ValueTypes(files, calls, new Hierarchy(files));
        Map<String, Place> types = new LinkedHashMap<>();
        Set<Place> unknown = new LinkedHashSet<>();
        for (Method method : METHODS) {
            for (Call call : calls.of(method.owner(), method.name(), method.descriptor())) {
                Place place = values.flow(call.type(), call.method()).place(call.instruction());
                Found found = values.passed(call, false, method.argument());
                found.all().forEach(name -> types.putIfAbsent(name.replace('/', '.'), place));
                unknown.addAll(found.equals(Found.NOTHING) ? Set.of(place) : found.places());
            }
        }
        return new Payloads(types, unknown);
    }
}
