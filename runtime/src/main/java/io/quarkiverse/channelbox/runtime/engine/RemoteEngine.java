package io.quarkiverse.channelbox.runtime.engine;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/** An engine that needs a server, which may be away; a publish may take longer than the call itself. */
public interface RemoteEngine extends Engine {

    /** Makes such an engine. There is a bean of it if the application has the dependency that it needs. */
    interface Factory {

        RemoteEngine create(EngineListener listener, TimeSource time);
    }

    /**
     * The nodes agree on one key, by which each knows the positions that another one gave to a client; called before the start.
     * As long as the server was never there each has its own.
     */
    void share(PositionSigner positions);

    /** The other nodes that use the same server. */
    OtherNodes otherNodes();

    /** Begins to connect, and goes on until it is stopped; the stage completes when the server is there for the first time. */
    CompletionStage<Void> start(NodeListener nodeListener);

    /** Takes leave of the other nodes and ends the connections; the stage completes when that is done. */
    CompletionStage<Void> stop();

    /** Why the server cannot be used; empty if it can. */
    Optional<Throwable> trouble();

    /** What of the server cannot be used although it is there; empty if all can, or if it is not there. Any thread. */
    Optional<WritesRefused> writesRefused();

    /** How many messages wait for the server, or for its reply. Any thread. */
    int pending();

    /** How often the connection to the server was lost. Any thread. */
    long losses();

    /** How many sends failed because the server was away, too slow, or refused. Any thread. */
    long failures();
}
