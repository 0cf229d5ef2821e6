package io.quarkiverse.channelbox.runtime.config;

/** What an entry of the presence stands for. */
public enum PresenceBy {

    /** A connection. */
    CONNECTION,

    /** A user, with the number of their connections on all nodes; a connection that nobody is authenticated for by itself. */
    USER
}
