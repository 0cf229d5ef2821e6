package org.acme.broken;

import io.quarkiverse.channelbox.ChannelGroup;

/** It is not an endpoint. */
@ChannelGroup("news")
public class NoSocket {
}
