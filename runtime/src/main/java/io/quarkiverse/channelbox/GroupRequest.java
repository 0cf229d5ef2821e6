package io.quarkiverse.channelbox;

import java.util.Optional;

import io.quarkus.security.identity.SecurityIdentity;

/** A client that wants something of a group: what a {@link GroupAuthorizer} decides on. */
public interface GroupRequest {

    /** The full name of the group, already checked against the rules for names. */
    String group();

    /** The template of the {@link ChannelGroup} annotation that the name fits. */
    String template();

    /** The id of the endpoint, {@link io.quarkus.websockets.next.WebSocket#endpointId()}. */
    String endpointId();

    /** The identity; absent if the application has no security extension. It may be anonymous. */
    Optional<SecurityIdentity> identity();

    /**
     * The value of a path parameter of the upgrade, percent-decoded; or, where a client asks by a command, what stands in
     * the group's name for {@code {name}} of the template, if the endpoint's path has no such parameter. It holds whatever
     * the client sent.
     */
    Optional<String> pathParam(String name);

    /** The first value of a query parameter of the upgrade, percent-decoded. It holds whatever the client sent. */
    Optional<String> queryParam(String name);

    /** The first value of a header of the upgrade. */
    Optional<String> header(String name);
}
