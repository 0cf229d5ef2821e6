package io.quarkiverse.channelbox;

/** All connections of one identity, on whichever nodes they are: {@link ChannelBox#user}. */
public interface User extends Clients, Audience {
}
