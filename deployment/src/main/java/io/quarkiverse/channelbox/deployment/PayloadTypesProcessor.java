package io.quarkiverse.channelbox.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
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
import io.quarkiverse.channelbox.deployment.payload.Place;
import io.quarkus.deployment.ApplicationArchive;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.maven.dependency.ArtifactKey;
import io.quarkus.paths.PathVisit;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers for reflection what becomes JSON and what is made of JSON, so that a native binary can do so. */
class PayloadTypesProcessor {

    private static final Logger LOG = Logger.getLogger(PayloadTypesProcessor.class);
    private static final DotName REGISTER = DotName.createSimple(RegisterForReflection.class);
    /** Whose libraries do not send. */
    private static final List<String> OTHERS = List.of("io.quarkus", "io.smallrye", "io.vertx",
            "io.netty", "org.jboss", "jakarta.", "com.fasterxml.jackson");

    @BuildStep
    PayloadTypesBuildItem payloadTypes(CombinedIndexBuildItem combined, ApplicationArchivesBuildItem archives,
            List<GroupEndpointBuildItem> groupEndpoints, List<EventEndpointBuildItem> eventEndpoints,
            List<PublisherBuildItem> publishers) {
        IndexView index = combined.getIndex();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        PayloadHierarchy hierarchy = new PayloadHierarchy(index, loader);
        addEndpoints(hierarchy, index, groupEndpoints, eventEndpoints);
        publishers.forEach(publisher -> publisher.methods()
                .forEach(method -> hierarchy.add(method.payload(),
                        publisher.publisher().name() + "#" + method.method().name())));
        Payloads payloads = PayloadAnalysis.analyse(classFiles(archives), loader);
        payloads.types().forEach((name, place) -> hierarchy.add(DotName.createSimple(name), place.toString()));
        return new PayloadTypesBuildItem(hierarchy.items(), unknown(payloads, hierarchy, index));
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

    private static void addEndpoints(PayloadHierarchy hierarchy, IndexView index, List<GroupEndpointBuildItem> groupEndpoints,
            List<EventEndpointBuildItem> eventEndpoints) {
        Set<ClassInfo> endpoints = Stream.concat(groupEndpoints.stream().map(GroupEndpointBuildItem::endpoint),
                eventEndpoints.stream().map(EventEndpointBuildItem::endpoint)).collect(Collectors.toSet());
        endpoints.forEach(endpoint -> EndpointPayloads.of(endpoint, index)
                .forEach(type -> hierarchy.add(type, endpoint.name().toString())));
        eventEndpoints.stream().flatMap(endpoint -> endpoint.methods().stream())
                .forEach(event -> Stream.concat(event.data().stream(), event.reply().stream())
                        .forEach(type -> hierarchy.add(type, EventMethodReader.name(event.method()))));
    }

    private static Map<String, byte[]> classFiles(ApplicationArchivesBuildItem archives) {
        Map<String, byte[]> files = new HashMap<>();
        for (ApplicationArchive archive : archives.getAllApplicationArchives()) {
            ArtifactKey key = archive.getKey();
            if (archive == archives.getRootArchive() || key == null
                    || OTHERS.stream().noneMatch(key.getGroupId()::startsWith)) {
                archive.accept(tree -> tree.walk(file -> add(files, file)));
            }
        }
        return files;
    }

    private static void add(Map<String, byte[]> files, PathVisit file) {
        String path = file.getRelativePath("/");
        if (path.endsWith(".class") && !path.startsWith("META-INF/") && !path.endsWith("-info.class")) {
            try {
                files.put(path.substring(0, path.length() - ".class".length()), Files.readAllBytes(file.getPath()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Set<String> unknown(Payloads payloads, PayloadHierarchy hierarchy, IndexView index) {
        Set<String> lines = new TreeSet<>();
        payloads.unknown().stream().filter(place -> !isRegistering(place, index)).forEach(place -> lines.add(place.toString()));
        payloads.types().forEach((name, place) -> {
            if (hierarchy.isWithoutImplementation(DotName.createSimple(name)) && !isRegistering(place, index)) {
                lines.add(place + " (nothing is known that implements " + name + ")");
            }
        });
        return lines;
    }

    /** Whether the class, or one around it, registers types itself. */
    private static boolean isRegistering(Place place, IndexView index) {
        for (String name = place.type(); !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('$')))) {
            ClassInfo type = index.getClassByName(DotName.createSimple(name));
            AnnotationInstance annotation = type == null ? null : type.declaredAnnotation(REGISTER);
            if (annotation != null && (annotation.value("targets") != null || annotation.value("classNames") != null)) {
                return true;
            }
        }
        return false;
    }
}
