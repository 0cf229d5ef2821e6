package io.quarkiverse.channelbox.benchmark.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;

/** Vert.x without Quarkus: one write for each member. The argument is the port. */
public final class VertxServer {

    private static final String MANY = "/many/";
    private static final String EXCEPT = "/except/";
    private static final Map<String, Set<ServerWebSocket>> GROUPS = new ConcurrentHashMap<>();

    private VertxServer() {
    }

    public static void main(String[] args) {
        int eventLoops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
        vertx.deployVerticle(() -> new AbstractVerticle() {
            @Override
            public void start() {
                vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(args[0])))
                        .webSocketHandler(VertxServer::accept).listen();
            }
        }, new DeploymentOptions().setInstances(eventLoops)).onComplete(deployed -> System.out.println("Listening"));
    }

    private static void accept(ServerWebSocket socket) {
        if (socket.path().startsWith(MANY)) {
            acceptMany(socket);
            return;
        }
        Set<ServerWebSocket> members = members(socket.path());
        members.add(socket);
        socket.closeHandler(closed -> members.remove(socket));
        ServerWebSocket except = socket.path().startsWith(EXCEPT) ? socket : null;
        socket.textMessageHandler(text -> members.forEach(member -> {
            if (member != except) {
                member.writeTextMessage(text);
            }
        }));
    }

    private static void acceptMany(ServerWebSocket socket) {
        Set<String> names = ManyGroups.of(socket.path().substring(MANY.length()));
        names.forEach(name -> members(name).add(socket));
        socket.closeHandler(closed -> names.forEach(name -> members(name).remove(socket)));
        socket.textMessageHandler(
                text -> members(ManyGroups.addressee(text)).forEach(member -> member.writeTextMessage(text)));
    }

    private static Set<ServerWebSocket> members(String group) {
        return GROUPS.computeIfAbsent(group, absent -> ConcurrentHashMap.newKeySet());
    }
}
