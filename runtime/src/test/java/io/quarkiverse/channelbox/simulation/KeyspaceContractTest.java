package io.quarkiverse.channelbox.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.RedisServer;

/** The model of Redis and a Redis server give the same replies to the same commands and calls of scripts. */
@Tag("long")
class KeyspaceContractTest {

    private static final int RUNS = 40;
    private static final int COMMANDS = 150;

    /** Others use the server, too, and one test after the other. */
    private final String run = UUID.randomUUID() + ":";

    /** One connection to a real one. */
    private static final class Server implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Server(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            in = new BufferedInputStream(socket.getInputStream());
        }

        Object execute(List<String> command) throws IOException {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(bytes("*" + command.size() + "\r\n"));
            for (String word : command) {
                request.writeBytes(bytes("$" + word.length() + "\r\n" + word + "\r\n"));
            }
            socket.getOutputStream().write(request.toByteArray());
            return reply();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        private Object reply() throws IOException {
            String line = line();
            String rest = line.substring(1);
            return switch (line.charAt(0)) {
                case '+' -> new Keyspace.Status(rest);
                case '-' -> new Keyspace.Refused(rest);
                case ':' -> Long.parseLong(rest);
                case '$' -> rest.equals("-1") ? null : text(Integer.parseInt(rest));
                default -> {
                    List<Object> list = new ArrayList<>();
                    for (int i = Integer.parseInt(rest); i > 0; i--) {
                        list.add(reply());
                    }
                    yield rest.equals("-1") ? null : list;
                }
            };
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\r'; next = in.read()) {
                line.append((char) next);
            }
            in.read();
            return line.toString();
        }

        private String text(int length) throws IOException {
            String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            in.readNBytes(2);
            return text;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Commands on a few keys, drawn from a seed, so that most meet what others have left. */
    private record Commands(Random random, String prefix) {

        private String pick(String... of) {
            return of[random.nextInt(of.length)];
        }

        private String number() {
            return Integer.toString(random.nextInt(20));
        }

        private String bytes() {
            return pick("", "a", "\u00e9\u0000\r\n", "x".repeat(100), number());
        }

        List<String> next() {
            String string = prefix + pick("t1", "t2");
            String hash = prefix + pick("h1", "h2");
            String sorted = prefix + pick("z1", "z2");
            String stream = prefix + pick("s1", "s2");
            String any = pick(string, hash, sorted, stream);
            String field = pick("a", "b", "c");
            return switch (random.nextInt(26)) {
                case 0 -> List.of("SET", string, bytes());
                case 1 -> List.of("SET", string, bytes(), "PX", "600000");
                case 2 -> List.of("GET", string);
                case 3 -> List.of("SETNX", string, bytes());
                case 4 -> List.of("GETRANGE", string, "0", number());
                case 5 -> random.nextInt(3) == 0 ? List.of("DEL", any) : List.of("EXISTS", any);
                case 6 -> List.of("PEXPIRE", any, pick("600000", "600000", "0", "-5"));
                case 7 -> List.of("PERSIST", any);
                case 8 -> List.of("HSET", hash, field, number(), pick("a", "d"), number());
                case 9 -> List.of("HDEL", hash, field, "d");
                case 10 -> List.of("HGET", hash, field);
                case 11 -> List.of("HMGET", hash, "a", "b", "e");
                case 12 -> List.of("HLEN", hash);
                case 13 -> List.of("HINCRBY", hash, field, pick("1", "-7"));
                case 14 -> List.of("ZADD", sorted, pick("+inf", "-inf", number(), "1800000000000", "2.5"), field);
                case 15 -> List.of("ZADD", sorted, "LT", number(), field);
                case 16 -> List.of("ZREM", sorted, field, "d");
                case 17 -> List.of("ZCARD", sorted);
                case 18 -> List.of("ZSCORE", sorted, field);
                case 19 -> List.of("ZRANGE", sorted, pick("0", "1", "-2"), pick("-1", "0", "5"));
                case 20 -> List.of("ZRANGEBYSCORE", sorted, pick("-inf", number()), pick("+inf", number()), "LIMIT", "0",
                        pick("1", "2", "100"));
                case 21 -> List.of("XADD", stream, number() + "-0", "n", number(), "b", bytes());
                case 22 -> List.of("XLEN", stream);
                case 23 -> List.of("XDEL", stream, number() + "-0", number() + "-0");
                case 24 -> List.of("XRANGE", stream, pick("-", number() + "-0"), pick("+", number() + "-0"), "COUNT", "3");
                default -> List.of("XREVRANGE", stream, pick("+", number() + "-0"), pick("-", number() + "-0"), "COUNT", "3");
            };
        }
    }

    @Test
    void theSameCommandsHaveTheSameReplies() throws IOException {
        try (Server server = new Server(RedisServer.shared().port())) {
            for (long seed = 1; seed <= RUNS; seed++) {
                Commands commands = new Commands(new Random(seed), run + "model:" + seed + ':');
                Keyspace model = new Keyspace(System::currentTimeMillis);
                for (int i = 0; i < COMMANDS; i++) {
                    List<String> command = commands.next();
                    assertEquals(text(server.execute(command)), text(executed(model, command)),
                            "Seed " + seed + ", command " + i + ": " + command);
                }
            }
        }
    }

    /** Of one group: its messages are published, read, and forgotten, and servers come and go. */
    @Test
    void theSameScriptsHaveTheSameReplies() throws IOException {
        try (Server server = new Server(RedisServer.shared().port())) {
            for (long seed = 1; seed <= RUNS; seed++) {
                Random random = new Random(seed);
                String prefix = run + "scripts:" + seed + ':';
                Keyspace model = new Keyspace(System::currentTimeMillis);
                Scripts scripts = new Scripts();
                for (int i = 0; i < COMMANDS; i++) {
                    Call call = call(random, prefix, i);
                    String source = source(call.script());
                    List<String> command = new ArrayList<>(List.of("EVAL", source, Integer.toString(call.keys().size())));
                    command.addAll(call.keys());
                    command.addAll(call.arguments());
                    Object replied;
                    try {
                        replied = scripts.run(source, call.keys(), call.arguments(),
                                each -> each.get(0).equals("PUBLISH") ? (Object) 0L : model.execute(each));
                    } catch (Keyspace.Refused e) {
                        replied = e;
                    }
                    assertEquals(text(server.execute(command)), text(replied), "Seed " + seed + ", call " + i + ": " + call);
                }
            }
        }
    }

    private record Call(String script, List<String> keys, List<String> arguments) {
    }

    private static Call call(Random random, String prefix, int number) {
        String epoch = "e" + random.nextInt(3);
        String offset = Integer.toString(random.nextInt(12));
        String now = Long.toString(System.currentTimeMillis());
        List<String> log = List.of(prefix + "m", prefix + "s");
        return switch (random.nextInt(9)) {
            case 0 -> new Call("read", log, List.of("r" + number, "run", "600000", now, offset, "c", "1",
                    random.nextInt(2) == 0 ? "" : epoch, offset, "600000"));
            case 1 -> new Call("slice", log, List.of(epoch, offset, "e" + random.nextInt(3),
                    Integer.toString(random.nextInt(30)), "200", now));
            case 2 -> new Call("history", log, List.of(random.nextInt(2) == 0 ? "XRANGE" : "XREVRANGE", "-", "+", "5"));
            case 3 -> random.nextInt(5) == 0 ? new Call("flush", log, List.of("600000"))
                    : new Call("keep", log, List.of("600000"));
            case 4 -> new Call("trim", log, List.of(now, "-", "5", "", "600000"));
            default -> publish(random, prefix, number);
        };
    }

    private static Call publish(Random random, String prefix, int number) {
        // Of a restart, and of a reply that was lost.
        String run = "run" + number / 40;
        String batch = Integer.toString(random.nextInt(6) == 0 ? Math.max(1, number - 1) : number + 1);
        List<String> arguments = new ArrayList<>(List.of(random.nextInt(20) == 0 ? "1" : "9000000000000", batch, "600000", run,
                "e" + number / 40, "channel", "PUBLISH", "600000", "8", "1000", "0", "600000", "100"));
        for (int i = random.nextInt(4); i >= 0; i--) {
            String message = "x".repeat(random.nextInt(300));
            arguments.addAll(List.of("node:" + number, message, random.nextInt(3) == 0 ? "-1" : "" + message.length(),
                    random.nextInt(4) == 0 ? "8000000000000" : "0", random.nextInt(3) == 0 ? "kkey" + random.nextInt(6) : ""));
        }
        return new Call("publish", List.of(prefix + "m", prefix + "s", prefix + "o", prefix + "k", prefix + "ko"), arguments);
    }

    private static String source(String script) throws IOException {
        try (InputStream in = KeyspaceContractTest.class.getClassLoader()
                .getResourceAsStream("META-INF/channel-box/redis/" + script + ".lua")) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static Object executed(Keyspace model, List<String> command) {
        try {
            return model.execute(command);
        } catch (Keyspace.Refused e) {
            return e;
        }
    }

    /** Of an error what says its kind. */
    private static String text(Object reply) {
        return reply instanceof Keyspace.Refused refused ? refused.getMessage().split(" ")[0] : String.valueOf(reply);
    }
}
