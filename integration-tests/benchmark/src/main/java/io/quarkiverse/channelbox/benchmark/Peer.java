package io.quarkiverse.channelbox.benchmark;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that is measured.
 *
 * @param path of the WebSocket, before the group
 * @param protocol the option of {@code load.LoadClient} that says what is spoken
 * @param needs a file without which it cannot be started
 */
record Peer(String name, List<String> command, String path, String protocol, Path needs) {

    private static final Path HOME = Path.of("integration-tests", "benchmark");
    private static final Path APPLICATION = HOME.resolve("target/quarkus-app");
    /** The same with what sees it, see {@code run}. */
    private static final Path OBSERVED = HOME.resolve("target/observed");
    /** The same with io_uring, which Vert.x prefers to epoll where it is there. */
    private static final Path URING = HOME.resolve("target/uring");
    private static final Path FLOOR = HOME.resolve("target/floor");
    private static final String QUARKUS = "quarkus-run.jar";
    private static final Path NODE = HOME.resolve("target/node");
    private static final Path SPRING = HOME.resolve("peers/spring/target/stomp.jar");
    /** Enough for all workloads; the same for every JVM. */
    private static final List<String> JAVA = List.of(ProcessHandle.current().info().command().orElse("java"), "-Xms512m",
            "-Xmx512m");

    private static final String PLAIN = "protocol=PLAIN";
    private static final String NATIVE_TRANSPORT = "-Dquarkus.vertx.prefer-native-transport=true";

    /** Those that the others are compared with. */
    static final String BUN = "Bun publish";
    static final String BROADCAST = "WebSockets Next broadcast().filter";

    static List<Peer> all(int port) {
        return List.of(
                quarkus("channel-box", "/channel-box", port),
                quarkus("channel-box, epoll", "/channel-box", port, NATIVE_TRANSPORT),
                quarkus(URING, "channel-box, io_uring", "/channel-box", port, NATIVE_TRANSPORT),
                quarkus("channel-box, merge-delay=0", "/channel-box", port, "-Dquarkus.channel-box.merge-delay=0"),
                channelBoxV1(port),
                quarkus(BROADCAST, "/broadcast", port),
                quarkus("WebSockets Next, sendText to each", "/loop", port),
                new Peer("Vert.x, write to each", command("-cp", HOME.resolve("target/classes") + File.pathSeparator
                        + libraries(), "io.quarkiverse.channelbox.benchmark.server.VertxServer", String.valueOf(port)), "",
                        PLAIN, APPLICATION),
                new Peer("Spring STOMP simple broker", command("-Dserver.port=" + port,
                        "-Dserver.tomcat.max-connections=20000", "-jar", SPRING.toString()), "/stomp",
                        "protocol=STOMP", SPRING),
                node("Socket.IO rooms", "socketio.js", port, "protocol=SOCKET_IO"),
                node("ws, send to each", "ws.js", port, PLAIN),
                bun(BUN, "", port, PLAIN),
                floor("C floor, merged writes", port),
                floor("C floor, one write per message", port, "each"));
    }

    /** Those of all that can be started; the others are told. */
    static List<Peer> installed(int port) {
        return all(port).stream().filter(peer -> {
            if (!peer.canStart()) {
                System.err.printf("%s: not installed: %s is missing%n", peer.name(), peer.needs());
            }
            return peer.canStart();
        }).toList();
    }

    /** Those that are asked for something and answer, see {@code load.CommandClient}. */
    static List<Peer> commands(int port) {
        return List.of(
                quarkus("channel-box, event", "/commands", port).speaking("protocol=EVENT"),
                quarkus("channel-box, event on a worker thread", "/worker", port).speaking("protocol=EVENT"),
                quarkus("channel-box, publish", "/commands", port).speaking("protocol=PUBLISH"),
                quarkus("channel-box, relay", "/channel-box", port).speaking("protocol=RELAY"),
                node("Socket.IO, emitWithAck", "socketio.js", port, "protocol=EMIT_WITH_ACK"),
                node("ws, invoke", "invoke.js", port, "protocol=INVOKE"),
                quarkus("WebSockets Next, @OnTextMessage", "/invoke", port).speaking("protocol=INVOKE"),
                bun("Bun, invoke", "/invoke", port, "protocol=INVOKE"),
                bun("Bun, invoke that publishes", "/invoke", port, "protocol=INVOKE_PUBLISH"),
                bun("Bun, relay", "", port, "protocol=RELAY"));
    }

    static Peer channelBox(int port, String... options) {
        return quarkus("channel-box", "/channel-box", port, options);
    }

    /** Its connections speak the subprotocol. */
    static Peer channelBoxV1(int port) {
        return quarkus("channel-box, channelbox.v1", "/channel-box", port).speaking("subprotocol=channelbox.v1");
    }

    /** The one of another checkout, to compare with. */
    static Peer channelBox(Path checkout, String name, int port, String... options) {
        return quarkus(checkout.resolve(APPLICATION), name, "/channel-box", port, options);
    }

    /** The demo, of which members relay what they are sent. */
    static Peer chat(int port, String... options) {
        return quarkus(Path.of("integration-tests", "chat", "target", "quarkus-app"), "chat", "/ws/relay", port, options);
    }

    /** With metrics and traces. */
    static Peer observed(String name, int port, String... options) {
        return quarkus(OBSERVED, name, "/channel-box", port, options);
    }

    private static Peer quarkus(String name, String path, int port, String... options) {
        return quarkus(APPLICATION, name, path, port, options);
    }

    private static Peer quarkus(Path application, String name, String path, int port, String... options) {
        List<String> command = command("-Dquarkus.http.port=" + port);
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", application.resolve(QUARKUS).toString()));
        return new Peer(name, command, path, PLAIN, application);
    }

    private static Peer floor(String name, int port, String... options) {
        List<String> command = new ArrayList<>(List.of(FLOOR.toString(), String.valueOf(port)));
        command.addAll(List.of(options));
        return new Peer(name, command, "", PLAIN, FLOOR);
    }

    private static Peer bun(String name, String path, int port, String protocol) {
        Path bun = NODE.resolve("node_modules/bun/bin/bun.exe");
        return new Peer(name, List.of(bun.toString(), NODE.resolve("bun.js").toString(), String.valueOf(port)), path,
                protocol, bun);
    }

    private static Peer node(String name, String script, int port, String protocol) {
        return new Peer(name, List.of("node", NODE.resolve(script).toString(), String.valueOf(port)), "", protocol,
                NODE.resolve("node_modules"));
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of(arguments));
        return command;
    }

    private static String libraries() {
        return APPLICATION.resolve("lib/main") + File.separator + "*";
    }

    /** With a young generation of one size, so that its resident memory grows only with what it keeps. */
    Peer withFixedYoungGeneration() {
        List<String> all = new ArrayList<>(command);
        all.add(1, "-Xmn64m");
        return new Peer(name, all, path, protocol, needs);
    }

    private Peer speaking(String other) {
        return new Peer(name, command, path, other, needs);
    }

    /** Whether it does as it is told, see {@code server.Control}. */
    boolean isControlled() {
        return command.get(command.size() - 1).endsWith(QUARKUS);
    }

    boolean canStart() {
        return Files.exists(needs);
    }
}
