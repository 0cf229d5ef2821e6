package io.quarkiverse.channelbox.runtime.upgrade;

import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.runtime.membership.UpgradeRequest;

/** One group that a handshake asks for. */
final class HandshakeJoinRequest extends UpgradeRequest implements JoinRequest {

    HandshakeJoinRequest(String group, String template, Handshake handshake) {
        super(group, template, handshake);
    }
}
