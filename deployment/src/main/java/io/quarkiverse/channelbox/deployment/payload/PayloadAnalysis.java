package io.quarkiverse.channelbox.deployment.payload;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.objectweb.asm.tree.ClassNode;

import io.quarkiverse.channelbox.deployment.payload.Calls.Call;

/** Finds what an application sends and asks with, and reads of answers: the static types, wherever they come from. */
public final class PayloadAnalysis {

    private static final Logger LOG = Logger.getLogger(PayloadAnalysis.class);
    private static final String API = "io/quarkiverse/channelbox/";
    private static final String PAYLOAD = "(Ljava/lang/Object;)";
    private static final String PAYLOAD_AND_OPTIONS = "(Ljava/lang/Object;L" + API + "SendOptions;)";
    private static final String QUESTION = "(Ljava/lang/String;Ljava/lang/Object;Ljava/time/Duration;)";
    private static final String OBJECT = "Ljava/lang/Object;";

    private static final List<SentBy> SENDS = Stream.of(
            sends("send", "Lio/smallrye/mutiny/Uni;"), sends("sendAndForget", "V"),
            sends("sendAndAwait", "L" + API + "Receipt;"),
            Stream.of(api("Client", "ask", QUESTION + "Lio/smallrye/mutiny/Uni;", 1),
                    api("Audience", "ask", QUESTION + "Lio/smallrye/mutiny/Multi;", 1)))
            .flatMap(each -> each).toList();
    private static final List<SentBy> READS = List.of(api("Answer", "data", "(Ljava/lang/Class;)Ljava/lang/Object;", 0),
            api("Answer", "data", "(Lcom/fasterxml/jackson/core/type/TypeReference;)Ljava/lang/Object;", 0));

    private static final Set<String> TOKENS = Set.of("java/lang/Class", "com/fasterxml/jackson/core/type/TypeReference");

    /**
     * What was found.
     *
     * @param types names of classes (those of the JDK, too), with the first place where one is sent
     * @param unknown where something of unknown type is sent
     */
    public record Payloads(Map<String, Place> types, Set<Place> unknown) {

        private Payloads() {
            this(new LinkedHashMap<>(), new LinkedHashSet<>());
        }

        private void add(Found found, Place place) {
            found.all().forEach(name -> types.putIfAbsent(name.replace('/', '.'), place));
            unknown.addAll(found.equals(Found.NOTHING) ? Set.of(place) : found.at(place).places());
        }
    }

    private final ClassFiles files;
    private final Calls calls;
    private final Hierarchy hierarchy;
    private ValueTypes values;

    /**
     * @param application class files by internal name
     * @param others has the classes that those of the application use
     */
    public PayloadAnalysis(Map<String, byte[]> application, ClassLoader others) {
        this.files = new ClassFiles(application, others);
        this.calls = new Calls(files, API);
        this.hierarchy = new Hierarchy(files);
        this.values = new ValueTypes(files, calls, hierarchy);
    }

    private static Stream<SentBy> sends(String name, String returned) {
        return Stream.of(PAYLOAD, PAYLOAD_AND_OPTIONS).map(parameters -> api("Destination", name, parameters + returned, 0));
    }

    private static SentBy api(String owner, String name, String descriptor, int argument) {
        return new SentBy(API + owner, name, descriptor, argument, OBJECT);
    }

    /** What is sent by methods of the extension, and by those of the application whose own types do not say it. */
    public Payloads sent(Collection<SentBy> application) {
        Payloads payloads = new Payloads();
        SENDS.forEach(method -> addCalls(method, payloads));
        for (SentBy method : application) {
            if (values.signatures.read(method.type(), new ClassNode(), null).found().isUnknown()) {
                if (method.argument() == SentBy.RESULT) {
                    payloads.add(guarded(() -> result(method)), method.place());
                } else if (!addCalls(method, payloads)) {
                    payloads.unknown().add(method.place());
                }
            }
        }
        return payloads;
    }

    /** What answers are read as. */
    public Payloads read() {
        Payloads payloads = new Payloads();
        for (SentBy method : READS) {
            for (Call call : calls.of(method.owner(), method.name(), method.descriptor())) {
                Found found = guarded(() -> values.passed(call, false, method.argument()));
                boolean isUnknown = found.isUnknown() && found.contents().isEmpty()
                        && found.classes().stream().anyMatch(TOKENS::contains);
                // Where anything can come in, Jackson makes maps of it.
                payloads.add(isUnknown ? found : Found.known().holding(Found.known(found.all().toArray(String[]::new))),
                        place(call));
            }
        }
        return payloads;
    }

    private Place place(Call call) {
        return values.flow(call.type(), call.method()).place(call.instruction());
    }

    /** The properties that Jackson writes of a class (name with dots) and those above it. */
    public List<PayloadProperty> properties(String type) {
        return new Properties(files, hierarchy, () -> values, this::guarded).of(type.replace('.', '/'));
    }

    private boolean addCalls(SentBy method, Payloads payloads) {
        List<Call> all = calls.of(method.owner(), method.name(), method.descriptor());
        all.forEach(call -> payloads.add(guarded(() -> values.passed(call, false, method.argument())),
                place(call)));
        return !all.isEmpty();
    }

    private Found result(SentBy method) {
        return files.method(method.owner(), method.name(), method.descriptor())
                .map(called -> values.bodies(hierarchy.bodies(called))).filter(found -> !found.equals(Found.NOTHING))
                .orElse(Found.UNKNOWN);
    }

    /** What is too much for the analysis is unknown: no reason to fail a build. */
    private Found guarded(Supplier<Found> find) {
        try {
            return find.get();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("What is sent cannot be analysed", e);
            // What was begun is not in there.
            values = new ValueTypes(files, calls, hierarchy);
            return Found.UNKNOWN;
        }
    }
}
