package io.quarkiverse.channelbox.runtime.config;

/** What spans the nodes. */
public enum EngineType {

    /** Nothing does: groups belong to one process, without any service. */
    LOCAL,

    /** Redis or Valkey: all nodes that use the same server and prefix share their groups. */
    REDIS
}
