package io.quarkiverse.channelbox.runtime.tracing;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What attributes are called by the semantic conventions of OpenTelemetry for messaging, which are not stable yet, and what
 * they do not know. No value names a group or a user.
 */
final class Conventions {

    static final String SYSTEM_NAME = "channelbox";
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION_TEMPLATE = AttributeKey.stringKey("messaging.destination.template");
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    /** In bytes. */
    static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");

    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");
    static final AttributeKey<String> EXCEPTION_STACKTRACE = AttributeKey.stringKey("exception.stacktrace");

    /** How many channels of this node got the message. */
    static final AttributeKey<Long> DELIVERIES = AttributeKey.longKey("channelbox.deliveries");
    static final AttributeKey<Boolean> STORED = AttributeKey.booleanKey("channelbox.stored");
    static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("channelbox.endpoint");
    static final AttributeKey<String> EVENT = AttributeKey.stringKey("channelbox.event");
    /** With which a command was refused, as in HTTP. */
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("channelbox.status");

    private Conventions() {
    }
}
