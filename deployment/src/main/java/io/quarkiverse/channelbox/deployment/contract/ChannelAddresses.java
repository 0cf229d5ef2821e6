package io.quarkiverse.channelbox.deployment.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.asyncapi.bindings.websockets.v0._1_0.channel.WebSocketsChannelBinding;
import com.asyncapi.bindings.websockets.v0._1_0.channel.WebSocketsChannelMethod;
import com.asyncapi.schemas.asyncapi.AsyncAPISchema;
import com.asyncapi.v3._0_0.model.channel.Channel;
import com.asyncapi.v3._0_0.model.channel.Parameter;

import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Endpoint;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem.Groups;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Placeholder;
import io.quarkiverse.channelbox.runtime.settings.GroupTemplate.Source;

/** Where channels are: the path of an endpoint with what its upgrade has to tell, the name of a group. */
final class ChannelAddresses {

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]+)}");

    private ChannelAddresses() {
    }

    /** @param groups those that its connections join */
    static Channel of(Endpoint endpoint, List<Groups> groups) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (Matcher matcher = PATH_PARAMETER.matcher(endpoint.path()); matcher.find();) {
            parameters.put(Keys.of(matcher.group(1)), new Parameter());
        }
        return Channel.builder().address(endpoint.path()).title(endpoint.path())
                .parameters(parameters.isEmpty() ? null : parameters)
                .bindings(Map.of("ws", WebSocketsChannelBinding.builder().method(WebSocketsChannelMethod.GET)
                        .query(told(Source.QUERY, groups)).headers(told(Source.HEADER, groups)).build()))
                .build();
    }

    private static AsyncAPISchema told(Source source, List<Groups> groups) {
        Map<String, Object> values = new LinkedHashMap<>();
        groups.stream().flatMap(each -> each.template().parts().stream()).forEach(part -> {
            if (part instanceof Placeholder placeholder && placeholder.source() == source) {
                values.put(placeholder.name(), AsyncAPISchema.builder().type("string").build());
            }
        });
        return values.isEmpty() ? null
                : AsyncAPISchema.builder().type("object").properties(values).required(List.copyOf(values.keySet())).build();
    }

    static Channel of(Groups groups) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder address = new StringBuilder();
        for (GroupTemplate.Part part : groups.template().parts()) {
            if (part instanceof Placeholder placeholder) {
                String name = Keys.unique(placeholder.name().replace('.', '_'), parameters);
                parameters.put(name, Parameter.builder().description(description(placeholder)).build());
                address.append('{').append(name).append('}');
            } else {
                address.append(((GroupTemplate.Literal) part).text());
            }
        }
        return Channel.builder().address(address.toString()).title(groups.template().value())
                .description(description(groups)).parameters(parameters.isEmpty() ? null : parameters).build();
    }

    private static String description(Placeholder placeholder) {
        return switch (placeholder.source()) {
            case PATH -> "The path parameter `" + placeholder.name() + "` of the endpoint, or what the client chooses.";
            case QUERY -> "The query parameter `" + placeholder.name() + "` of the upgrade.";
            case HEADER -> "The header `" + placeholder.name() + "` of the upgrade.";
            case USER -> "The name of the authenticated user.";
            case ENCODED_USER -> "The name of the authenticated user, as `GroupNames.encode` has it.";
        };
    }

    private static String description(Groups groups) {
        return "Groups of " + groups.members().stream()
                .map(members -> "`" + members.endpoint().path() + "`, whose connections join "
                        + (members.join() == JoinMode.ON_OPEN ? "when they open" : "when they ask for it"))
                .collect(Collectors.joining("; ")) + ".";
    }
}
