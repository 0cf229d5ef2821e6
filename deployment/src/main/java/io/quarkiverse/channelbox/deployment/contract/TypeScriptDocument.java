package io.quarkiverse.channelbox.deployment.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Endpoint;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Groups;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Message;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Request;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;

/**
 * The contract as what the type parameter of the JavaScript client takes: {@code connect<ChatEndpointMessages>(…)}, for each
 * endpoint and for all of them. What no publisher sends is not known here: where there is none, events stay untyped.
 */
final class TypeScriptDocument {

    private static final String MESSAGES = "Messages";
    private static final String GROUP = "Group";
    private static final String ALL = "Application";

    /** What travels under one name; where several things do, it is either of them. */
    private record Entry(Set<String> comments, Set<String> data, Set<String> replies) {

        Entry() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    private final ContractTypes types;
    private final Javadocs javadocs;
    private final StringBuilder text = new StringBuilder("// Made by the build of the application; changes are lost.\n");

    private TypeScriptDocument(ContractTypes types, Javadocs javadocs) {
        this.types = types;
        this.javadocs = javadocs;
    }

    /** What names of types are taken by {@link #of}: before the types of payloads get theirs. */
    static Map<DotName, String> names(ContractBuildItem contract, TypeNames names) {
        names.unique(ALL + MESSAGES);
        names.unique(ALL + GROUP);
        return contract.endpoints().stream().collect(Collectors.toMap(endpoint -> endpoint.type().name(),
                endpoint -> names.unique(endpoint.type().name().toString(), MESSAGES, GROUP)));
    }

    static String of(ContractBuildItem contract, Map<DotName, String> names, ContractTypes types, Javadocs javadocs) {
        TypeScriptDocument document = new TypeScriptDocument(types, javadocs);
        for (Endpoint endpoint : contract.endpoints()) {
            document.messages(names.get(endpoint.type().name()),
                    javadocs.of(endpoint.type()).map(text -> text + "\n\n").orElse("")
                            + "At `" + endpoint.path() + "`.",
                    List.of(endpoint), contract.groupsOf(endpoint));
        }
        document.messages(ALL, "What all endpoints have.", contract.endpoints(), contract.groups());
        new TreeMap<>(types.definitions()).forEach(
                (name, schema) -> document.text.append('\n').append(TypeScriptTypes.declaration(name, schema)));
        return document.text.toString();
    }

    private void messages(String name, String comment, List<Endpoint> endpoints, List<Groups> groups) {
        text.append('\n').append(TypeScriptTypes.comment("", comment)).append("export interface ").append(name).append(MESSAGES)
                .append(" {\n");
        Map<String, Entry> events = new TreeMap<>();
        groups.stream().flatMap(each -> each.messages().stream()).forEach(message -> add(events, message));
        if (!events.isEmpty()) {
            members("events", events, entry -> TypeScriptTypes.union(entry.data().stream()));
        }
        Map<String, Entry> requests = new TreeMap<>();
        endpoints.stream().flatMap(each -> each.requests().stream()).forEach(request -> add(requests, request));
        members("requests", requests, TypeScriptDocument::request);
        text.append("}\n");
        if (!groups.isEmpty()) {
            text.append("\nexport type ").append(name).append(GROUP).append(" = ")
                    .append(TypeScriptTypes.union(groups.stream().map(each -> name(each.template())))).append(";\n");
        }
    }

    private void members(String name, Map<String, Entry> entries, Function<Entry, String> type) {
        text.append("  ").append(name).append(": {");
        entries.forEach((event, entry) -> text.append('\n')
                .append(TypeScriptTypes.comment("    ", String.join("\n\n", entry.comments())))
                .append("    ").append(TypeScriptTypes.key(event)).append(": ").append(type.apply(entry)).append(';'));
        text.append(entries.isEmpty() ? "};\n" : "\n  };\n");
    }

    private void add(Map<String, Entry> events, Message message) {
        Entry entry = events.computeIfAbsent(message.event(), absent -> new Entry());
        comment(entry, message.method());
        entry.data().add(ContractTypes.isBinary(types.of(message.payload())) ? "Uint8Array"
                : TypeScriptTypes.of(types.of(message.payload()), "    "));
    }

    private void add(Map<String, Entry> requests, Request request) {
        Entry entry = requests.computeIfAbsent(request.event(), absent -> new Entry());
        comment(entry, request.method());
        entry.data().add(request.data().map(data -> TypeScriptTypes.of(types.of(data), "    ")).orElse("undefined"));
        entry.replies().add(request.reply().map(reply -> TypeScriptTypes.of(types.of(reply), "    ")).orElse("undefined"));
    }

    private void comment(Entry entry, MethodInfo method) {
        javadocs.of(method).ifPresent(entry.comments()::add);
    }

    private static String request(Entry entry) {
        return "{ data: " + TypeScriptTypes.union(entry.data().stream()) + "; reply: "
                + TypeScriptTypes.union(entry.replies().stream()) + " }";
    }

    /** A template literal type; what a placeholder stands for is any text. */
    private static String name(GroupTemplate template) {
        return template.parts().stream().map(part -> part instanceof GroupTemplate.Literal literal
                ? literal.text().replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
                : "${string}").collect(Collectors.joining("", "`", "`"));
    }
}
