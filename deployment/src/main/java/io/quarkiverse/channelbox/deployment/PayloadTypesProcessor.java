package io.quarkiverse.channelbox.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.PayloadTypesBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.deployment.payload.PayloadAnalysis;
import io.quarkiverse.channelbox.deployment.payload.PayloadAnalysis.Payloads;
import io.quarkiverse.channelbox.deployment.payload.PayloadHierarchy;
import io.quarkus.deployment.ApplicationArchive;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.TestClassPredicateBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.paths.PathVisit;

/** Registers for reflection what becomes JSON and what is made of JSON, so that a native binary can do so. */
class PayloadTypesProcessor {

    private static final Logger LOG = Logger.getLogger(PayloadTypesProcessor.class);
    /** Whose libraries do not send. */
    private static final List<String> OTHERS = List.of("io.quarkus", "io.smallrye", "io.vertx",
            "io.netty", "org.jboss", "jakarta.", "com.fasterxml.jackson");

    @BuildStep
    PayloadTypesBuildItem payloadTypes(CombinedIndexBuildItem combined, ApplicationArchivesBuildItem archives,
            List<GroupEndpointBuildItem> groupEndpoints, List<EventEndpointBuildItem> eventEndpoints,
            List<PublisherBuildItem> publishers,
            Optional<TestClassPredicateBuildItem> tests) {
        IndexView index = combined.getIndex();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        PayloadHierarchy hierarchy = new PayloadHierarchy(index, loader);
        UnknownPayloads unknown = new UnknownPayloads(index, hierarchy);
        PayloadAnalysis analysis = new PayloadAnalysis(classFiles(archives, isTest(tests)), loader);
        Map<DotName, EndpointPayloads> endpoints = endpoints(index, groupEndpoints, eventEndpoints);
        Payloads sent = analysis.sent(SendingMethods.of(publishers, eventEndpoints, endpoints.values()));
        addSent(hierarchy, endpoints, eventEndpoints, publishers);
        add(hierarchy, sent);
        unknown.add(sent);
        unknown.addProperties(analysis);
        // What comes in may hold anything: Jackson makes maps of it.
        addTaken(hierarchy, endpoints, eventEndpoints);
        Payloads read = analysis.read();
        add(hierarchy, read);
        unknown.add(read);
        return new PayloadTypesBuildItem(hierarchy.items(), unknown.lines());
    }

    private static void add(PayloadHierarchy hierarchy, Payloads payloads) {
        payloads.types().forEach((name, place) -> hierarchy.add(DotName.createSimple(name), place.toString()));
    }

    /** Only builds of native binaries ask for it. */
    @BuildStep
    void register(PayloadTypesBuildItem types, BuildProducer<ReflectiveHierarchyBuildItem> registered) {
        types.known().forEach(registered::produce);
    }

    /** In every build but those of the dev mode, so that it is known before there is a native binary. */
    @BuildStep(onlyIfNot = IsDevelopment.class)
    @Produce(ServiceStartBuildItem.class)
    void tellUnknown(PayloadTypesBuildItem types) {
        if (!types.unknown().isEmpty()) {
            LOG.warn("The build cannot tell of which type is what is sent here:\n  " + String.join("\n  ", types.unknown())
                    + "\nIn a native binary it fails to be sent if the type is not registered for reflection. Give the parameter,"
                    + " the field or the type argument the type that is sent, or register the types at the class that sends:"
                    + " @RegisterForReflection(targets = X.class, registerFullHierarchy = true)");
        }
    }

    private static Map<DotName, EndpointPayloads> endpoints(IndexView index, List<GroupEndpointBuildItem> groupEndpoints,
            List<EventEndpointBuildItem> eventEndpoints) {
        Map<DotName, EndpointPayloads> endpoints = new LinkedHashMap<>();
        Stream.concat(groupEndpoints.stream().map(GroupEndpointBuildItem::endpoint),
                eventEndpoints.stream().map(EventEndpointBuildItem::endpoint))
                .forEach(endpoint -> endpoints.computeIfAbsent(endpoint.name(), key -> EndpointPayloads.of(endpoint, index)));
        return endpoints;
    }

    private static void addSent(PayloadHierarchy hierarchy, Map<DotName, EndpointPayloads> endpoints,
            List<EventEndpointBuildItem> eventEndpoints, List<PublisherBuildItem> publishers) {
        publishers.forEach(publisher -> publisher.methods().forEach(method -> hierarchy.add(method.payload(),
                publisher.publisher().name() + "#" + method.method().name() + "()")));
        eventEndpoints.stream().flatMap(endpoint -> endpoint.methods().stream()).forEach(event -> event.reply()
                .ifPresent(type -> hierarchy.add(type, EventMethodReader.name(event.method()))));
        endpoints.values().forEach(endpoint -> endpoint.returned()
                .forEach((method, type) -> hierarchy.add(type, EventMethodReader.name(method))));
    }

    private static void addTaken(PayloadHierarchy hierarchy, Map<DotName, EndpointPayloads> endpoints,
            List<EventEndpointBuildItem> eventEndpoints) {
        eventEndpoints.stream().flatMap(endpoint -> endpoint.methods().stream()).forEach(event -> event.data()
                .ifPresent(type -> hierarchy.add(type, EventMethodReader.name(event.method()))));
        endpoints.forEach((name, endpoint) -> endpoint.taken().forEach(type -> hierarchy.add(type, name.toString())));
    }

    /** Tests are part of the application that they test, and send mocks of anything; none of them is in a native binary. */
    private static Predicate<String> isTest(Optional<TestClassPredicateBuildItem> tests) {
        return tests.map(TestClassPredicateBuildItem::getPredicate).orElse(name -> false);
    }

    private static Map<String, byte[]> classFiles(ApplicationArchivesBuildItem archives, Predicate<String> isTest) {
        Map<String, byte[]> files = new HashMap<>();
        for (ApplicationArchive archive : archives.getAllApplicationArchives()) {
            ArtifactKey key = archive.getKey();
            if (archive == archives.getRootArchive() || key == null
                    || OTHERS.stream().noneMatch(key.getGroupId()::startsWith)) {
                archive.accept(tree -> tree.walk(file -> add(files, file, isTest)));
            }
        }
        return files;
    }

    private static void add(Map<String, byte[]> files, PathVisit file, Predicate<String> isTest) {
        String path = file.getRelativePath("/");
        if (path.endsWith(".class") && !path.startsWith("META-INF/") && !path.endsWith("-info.class")) {
            String name = path.substring(0, path.length() - ".class".length());
            try {
                if (!isTest.test(name.replace('/', '.'))) {
                    files.put(name, Files.readAllBytes(file.getPath()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
