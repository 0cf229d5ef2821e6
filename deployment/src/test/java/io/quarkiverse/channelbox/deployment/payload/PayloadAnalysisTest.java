package io.quarkiverse.channelbox.deployment.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import io.quarkiverse.channelbox.deployment.payload.PayloadAnalysis.Payloads;

/** What is found in compiled classes, {@link Senders}. */
class PayloadAnalysisTest {

    private static final Set<String> SHARED = Set.of("Order", "View", "Page", "Animal", "Cat", "Dog", "Repository", "Orders");

    /** What is read from the modules of Java for one case is there for the next. */
    private static final ClassLoader OTHERS = new ClassLoader(PayloadAnalysisTest.class.getClassLoader()) {

        private final Map<String, byte[]> known = new HashMap<>();

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] bytes = known.computeIfAbsent(name, missing -> {
                try (InputStream in = super.getResourceAsStream(missing)) {
                    return in == null ? new byte[0] : in.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return bytes.length == 0 ? null : new ByteArrayInputStream(bytes);
        }
    };

    private static PayloadAnalysis analysis(Set<String> senders, Function<byte[], byte[]> changed) {
        Map<String, byte[]> classes = Stream.concat(senders.stream(), SHARED.stream())
                .map(name -> Senders.class.getName().replace('.', '/') + "$" + name)
                .collect(Collectors.toMap(Function.identity(), name -> changed.apply(read(name))));
        return new PayloadAnalysis(classes, OTHERS);
    }

    private static Payloads analyse(Set<String> senders, Function<byte[], byte[]> changed) {
        return analyse(analysis(senders, changed));
    }

    private static Payloads analyse(PayloadAnalysis analysis) {
        Payloads payloads = analysis.sent(List.of());
        Payloads read = analysis.read();
        payloads.types().putAll(read.types());
        payloads.unknown().addAll(read.unknown());
        return payloads;
    }

    private static byte[] read(String name) {
        try (InputStream in = PayloadAnalysisTest.class.getResourceAsStream("/" + name + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a compiler leaves it that writes no names of variables. */
    private static byte[] withoutDebug(byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes).accept(writer, ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    /** Without what is never registered. */
    private static String types(Payloads payloads) {
        return names(payloads.types().keySet());
    }

    private static String names(Set<String> names) {
        return names.stream().filter(name -> name.startsWith(Senders.class.getName()))
                .map(name -> name.substring(Senders.class.getName().length() + 1))
                .collect(Collectors.toCollection(TreeSet::new)).toString();
    }

    private static Set<String> split(String names) {
        return names == null ? Set.of() : new TreeSet<>(Arrays.asList(names.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "Plain, Order",
            "Options, Order",
            "Ask, Cat Order",
            "Answers, Answers$1 Cat Order Page",
            "AnyAnswers, AnyAnswers$1",
            "Literals, -",
            "Ternary, Cat Dog",
            "Variables, Cat Order",
            "Parameter, Animal Cat Dog Order Page View",
            "Field, Cat Order",
            "Returned, Cat Order",
            "Literal, Cat Dog Order View",
            "Singletons, Order",
            "Filled, Cat Order",
            "FilledArray, Order",
            "Generic, Cat Order Page",
            "Receiver, Cat Order View",
            "Inherited, Order",
            "Lambda, Cat Order Page",
            "Captured, Order",
            "Reference, Cat Order Page",
            "Unbound, View",
            "Helper HelperCaller, Cat Order View",
            "Port PortAdapter PortCaller, Cat Order",
            "Base BaseOfOrders, Order",
            "Bounded, Animal",
            "Cast, Cat Order",
            "Found, Order",
            "Supplied, Cat Order",
            "Token Token$1, Order",
            "Built Builder, Cat Order",
            "Recursive, Order",
            "Matrix, Cat",
            "Nested Nested$Inner, Cat",
            "Anonymous Anonymous$1, Cat",
            "FilledByCallee, Cat Dog",
            "FilledByCaller, Cat Dog",
            "FilledByHelper, Cat Dog Order View",
            "FilledByView, Cat Dog",
            "FilledField, Cat Dog Order View",
            "FilledSubclass FilledSubclass$1 ObjectList, Cat Dog FilledSubclass$1 ObjectList",
            "FilledMembers Item, Cat Dog Item",
            "FilledByFill, Cat Dog Order",
            "OnlyRead, Cat",
    })
    void whatIsSentIsFound(String senders, String expected) {
        Payloads payloads = analyse(split(senders), Function.identity());
        assertEquals(split(expected).toString(), types(payloads));
        assertEquals(Set.of(), payloads.unknown());
    }

    /** What a stream was of comes along, since it cannot be told from what it becomes. */
    @Test
    void whatAStreamBecomes() {
        Payloads payloads = analyse(Set.of("Streams"), Function.identity());
        assertEquals("[Cat, Order, View]", types(payloads));
        assertEquals(Set.of(), payloads.unknown());
    }

    /** Neither classes of the application nor those of a newer JDK. */
    @Test
    void whatCannotBeReadIsAsIfItWereNotThere() {
        byte[] tooNew = read(name("Options"));
        tooNew[6] = 1;
        byte[] options = read(name("Options"));
        // It still says what it calls, but has no code that does.
        byte[] cutOff = Arrays.copyOf(options, new ClassReader(options).header + 8);
        Map<String, byte[]> classes = Map.of(name("Plain"), read(name("Plain")), name("Order"), read(name("Order")),
                name("Options"), cutOff, "org/acme/Broken", new byte[20], "org/acme/TooNew", tooNew);
        ClassLoader newer = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.startsWith("java/") ? new ByteArrayInputStream(tooNew) : super.getResourceAsStream(name);
            }
        };
        Payloads payloads = analyse(new PayloadAnalysis(classes, newer));
        assertEquals("[Order]", types(payloads));
        assertEquals(Set.of(), payloads.unknown());
    }

    @ParameterizedTest
    @CsvSource({
            "Variables, Cat Order",
            "Parameter, Animal Cat Dog Order Page View",
            "Literal, Cat Dog Order View",
            "Filled, Cat Order",
            "Generic, Cat Order Page",
            "Receiver, Cat Order View",
            "Lambda, Cat Order Page",
            "Captured, Order",
            "Helper HelperCaller, Cat Order View",
    })
    void debugInformationIsNotNeeded(String senders, String expected) {
        Payloads payloads = analyse(split(senders), PayloadAnalysisTest::withoutDebug);
        assertEquals(split(expected).toString(), types(payloads));
        assertEquals(Set.of(), payloads.unknown());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "UnknownParameter, push, -, 1",
            "UnknownOfOne, read, Order, 1",
            "UnknownElements, push, -, 3",
            "UnknownFilling, send, -, 1",
            "UnknownVariable, push, -, 1",
            "UnknownMatrix, push, -, 1",
            "UnknownConsumer, accept, Cat, 1",
            "UnknownLibrary, push, Cat, 1",
            "UnknownSubclass ObjectList, push, ObjectList, 1",
    })
    void whatCannotBeToldIsSaidWithItsPlace(String senders, String method, String found, int places) {
        Payloads payloads = analyse(split(senders), Function.identity());
        assertEquals(split(found).toString(), types(payloads));
        assertEquals(places, payloads.unknown().size(), payloads.unknown()::toString);
        payloads.unknown().forEach(place -> {
            assertTrue(place.type().startsWith(Senders.class.getName() + "$Unknown"), place::toString);
            assertEquals(method, place.method());
            assertTrue(place.line() > 0, place::toString);
        });
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "onlyCats, Cat, -",
            "any, Dog, -",
            "uncalled, -, Publisher#uncalled()",
            "passedOn, -, PublisherCaller#passOn()",
            "orders, -, -",
    })
    void whatPublishersAreCalledWith(String method, String found, String unknown) {
        String type = method.equals("orders") ? "Ljava/util/List<L" + name("Order") + ";>;" : "Ljava/lang/Object;";
        Payloads payloads = analysis(Set.of("Publisher", "PublisherCaller"), Function.identity()).sent(List.of(
                new SentBy(name("Publisher"), method, "(Ljava/lang/String;Ljava/lang/Object;)V", 1, type)));
        assertEquals(split(found).toString(), types(payloads));
        assertPlaces(unknown, payloads);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "made, (Ljava/util/Map;)Ljava/lang/Object;, Cat, -",
            "later, ()Lio/smallrye/mutiny/Uni;, Order, -",
            "echo, (Ljava/util/Map;)Ljava/lang/Object;, -, Results#echo()",
    })
    void whatCallbacksReturn(String method, String descriptor, String found, String unknown) {
        Payloads payloads = analysis(Set.of("Results"), Function.identity()).sent(List.of(
                new SentBy(name("Results"), method, descriptor, SentBy.RESULT, "Ljava/lang/Object;")));
        assertEquals(split(found).toString(), types(payloads));
        assertPlaces(unknown, payloads);
    }

    private static void assertPlaces(String expected, Payloads payloads) {
        assertEquals(split(expected).toString(), payloads.unknown().stream()
                .map(each -> each.type().substring(Senders.class.getName().length() + 1) + "#" + each.method() + "()").toList()
                .toString());
    }

    private static String name(String simple) {
        return Senders.class.getName().replace('.', '/') + "$" + simple;
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "Envelope, data, Cat, false",
            "Bean, data, Dog, false",
            "Shared, last, Cat Order, false",
            "Page, -, -, false",
            "ObjectPage, items, Cat, true",
            "Ignoring, -, -, false",
            "Foreign, data, -, true",
    })
    void whatOpenPropertiesAreGiven(String type, String property, String found, boolean isUnknown) {
        PayloadAnalysis analysis = analysis(Set.of("Envelope", "Bean", "Shared", "ObjectPage", "Ignoring", "Foreign", "Filler"),
                Function.identity());
        List<PayloadProperty> open = analysis.properties(Senders.class.getName() + "$" + type).stream()
                .filter(each -> each.isUnknown() || !each.found().isEmpty()).toList();
        assertEquals(split(property).toString(), open.stream().map(PayloadProperty::name).toList().toString());
        open.forEach(each -> {
            assertEquals(split(found).toString(), names(each.found()));
            assertEquals(isUnknown, each.isUnknown());
        });
    }

    /** Of a class that a compiler does not make, so that the test does not depend on the size of the stack. */
    @Test
    void whatIsTooDeepIsUnknown() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String type = name("UnknownDepth");
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, type, null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "push",
                "(Lio/quarkiverse/channelbox/Group;Ljava/util/Optional;)V", null, null);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitVarInsn(Opcodes.ALOAD, 1);
        for (int i = 0; i < 10_000; i++) {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Objects", "requireNonNull",
                    "(Ljava/lang/Object;)Ljava/lang/Object;", false);
        }
        method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "io/quarkiverse/channelbox/Group", "sendAndForget",
                "(Ljava/lang/Object;)V", true);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        Payloads payloads = new PayloadAnalysis(Map.of(type, writer.toByteArray()), getClass().getClassLoader())
                .sent(List.of());
        assertPlaces("UnknownDepth#push()", payloads);
    }
}
