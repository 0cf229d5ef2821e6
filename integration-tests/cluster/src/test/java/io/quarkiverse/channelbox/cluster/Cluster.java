package io.quarkiverse.channelbox.cluster;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkiverse.channelbox.testclient.Scratch;
import io.quarkiverse.channelbox.testclient.TcpProxy;

/** Nodes of the chat application and a Redis server, all processes of their own. */
final class Cluster implements AutoCloseable {

    private final RedisServer redis = RedisServer.start();
    private final List<TcpProxy> links = new ArrayList<>();
    private final List<PackagedApplication> nodes = new CopyOnWriteArrayList<>();
    private final List<String> options;

    Cluster(int size, String... options) throws IOException {
        this.options = List.of(options);
        for (int i = 0; i < size; i++) {
            add();
        }
    }

    /** One more node. */
    PackagedApplication add() throws IOException {
        TcpProxy link = TcpProxy.to(redis.port());
        links.add(link);
        PackagedApplication node = start(Scratch.freePort(), link);
        nodes.add(node);
        return node;
    }

    private PackagedApplication start(int port, TcpProxy link) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("-Dquarkus.redis.hosts=redis://127.0.0.1:" + link.port());
        return PackagedApplication.start(port, all.toArray(String[]::new));
    }

    /** Ends a node in good order; returns it, with all that it has logged. */
    PackagedApplication end(int index) throws InterruptedException {
        PackagedApplication node = nodes.get(index);
        node.terminate();
        node.exitCode();
        return node;
    }

    /** Starts a node in place of one that has ended, at its address. */
    void startAgain(int index) throws IOException {
        nodes.set(index, start(nodes.get(index).base().getPort(), links.get(index)));
    }

    RedisServer redis() {
        return redis;
    }

    PackagedApplication node(int index) {
        return nodes.get(index);
    }

    /** The network between a node and Redis. */
    TcpProxy link(int index) {
        return links.get(index);
    }

    /** A node that runs. */
    URI base(int index) {
        List<PackagedApplication> running = nodes.stream().filter(PackagedApplication::isRunning).toList();
        return running.get(Math.floorMod(index, running.size())).base();
    }

    @Override
    public void close() {
        nodes.forEach(PackagedApplication::close);
        links.forEach(TcpProxy::close);
        redis.close();
    }
}
