package io.quarkiverse.channelbox.runtime.membership;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.netty.channel.Channel;

/**
 * The sockets at which the HTTP server listens, as far as upgrades have come by them. The server itself takes requests while
 * it ends, and drops them: a proxy cannot know whether they were done. Thread-safe.
 */
@Singleton
public class ListeningSockets {

    private final Set<Channel> sockets = ConcurrentHashMap.newKeySet();

    /** A connection was accepted. */
    void accepted(Channel connection) {
        if (connection.parent() != null) {
            sockets.add(connection.parent());
        }
    }

    /** From now on who connects is refused, which tells a proxy to ask another node. Blocks, for so long at the most. */
    public void close(Duration most) {
        sockets.forEach(Channel::close);
        sockets.forEach(socket -> socket.closeFuture().awaitUninterruptibly(most.toMillis()));
    }
}
