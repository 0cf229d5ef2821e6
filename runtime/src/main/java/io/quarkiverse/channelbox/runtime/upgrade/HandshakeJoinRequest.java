package io.quarkiverse.channelbox.runtime.upgrade;

import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.runtime.membership.HandshakeRequest;

/** One group that a handshake asks for. */
final class HandshakeJoinRequest extends HandshakeRequest implements JoinRequest {

    HandshakeJoinRequest(String group, String template, Handshake handshake) {
        super(group, template, handshake);
    }
}
