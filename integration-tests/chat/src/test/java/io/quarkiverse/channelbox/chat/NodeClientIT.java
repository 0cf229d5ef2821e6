package io.quarkiverse.channelbox.chat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.Browsers;
import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.TcpProxy;
import io.quarkiverse.channelbox.testclient.WsClient;

/** The JavaScript client in Node.js. */
@Tag("long")
class NodeClientIT {

    private static final int CLIENTS = 10;
    private static final int PUBLISHERS = 4;
    private static final int MESSAGES_EACH = 1_000;
    private static final int CUTS = 30;

    private static Process node(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Browsers.node()));
        command.addAll(List.of(arguments));
        ProcessBuilder node = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        node.environment().putAll(environment);
        return node.start();
    }

    /** The sources, and what is served. */
    @ParameterizedTest
    @ValueSource(strings = { "src/main/js", "target/classes/META-INF/channel-box" })
    void itsOwnTests(String folder) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--test"));
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("../../runtime/src/test/js"), "*.test.mjs")) {
            for (Path file : files) {
                arguments.add(file.toString());
                count += Files.readAllLines(file).stream().filter(line -> line.startsWith("test(")).count();
            }
        }
        Process tests = node(
                Map.of("CHANNEL_BOX_CLIENT", Path.of("../../runtime", folder, "channel-box.js").toUri().toString()),
                arguments.toArray(String[]::new));
        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tests.waitFor(), output);
        assertTrue(count > 70 && output.contains("fail 0") && output.contains("pass " + count), output);
    }

    /** Clients that are cut off at random while others publish: everybody has everything once and in order. */
    @Test
    void nothingIsMissed() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("NodeClientIT: seed " + seed);
        Random random = new Random(seed);
        try (PackagedApplication application = PackagedApplication.start("-Dquarkus.channel-box.history.size=100000",
                "-Dquarkus.channel-box.history.max-bytes=100M", "-Dquarkus.channel-box.max-resume=100000");
                TcpProxy network = TcpProxy.to(application.base());
                WsClient witness = WsClient.open(application.base(), "/ws/chat/storm")) {
            Process clients = node(Map.of(), "src/test/js/storm.mjs", network.uri() + "/ws/chat/storm",
                    String.valueOf(CLIENTS));
            try {
                await().atMost(60, TimeUnit.SECONDS).until(() -> members(application) == 1 + CLIENTS);
                List<Thread> publishers = publish(application);
                for (int cut = 0; cut < CUTS; cut++) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
                    if (random.nextBoolean()) {
                        network.drop();
                    } else {
                        network.cut();
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
                        network.restore();
                    }
                }
                for (Thread publisher : publishers) {
                    publisher.join();
                }
                witness.send(ChatTestBase.said("end", "end"));
                check(witness.next(PUBLISHERS * MESSAGES_EACH + 1), clients);
            } finally {
                clients.destroyForcibly();
            }
        }
    }

    private static int members(PackagedApplication application) {
        return io.restassured.RestAssured.get(application.base().resolve("/api/groups/chat-storm")).then().extract()
                .path("channels");
    }

    /** They read nothing: what they send comes back to the others. */
    private static List<Thread> publish(PackagedApplication application) {
        List<Thread> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            String name = "publisher " + p;
            publishers.add(new Thread(() -> {
                try (WsClient publisher = WsClient.open(application.base(), "/ws/chat/storm")) {
                    for (int i = 0; i < MESSAGES_EACH; i++) {
                        publisher.send(ChatTestBase.said(name, String.valueOf(i)));
                        if (i % 10 == 0) {
                            TimeUnit.MILLISECONDS.sleep(15);
                        }
                    }
                    // All of it has been received when the last one is back.
                    while (!publisher.next().equals(ChatTestBase.said(name, String.valueOf(MESSAGES_EACH - 1)))) {
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        publishers.forEach(Thread::start);
        return publishers;
    }

    /** Each client prints a line with what it got. */
    private static void check(List<String> expected, Process clients) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        int cuts = 0;
        try (var output = clients.inputReader()) {
            for (int i = 0; i < CLIENTS; i++) {
                JsonNode client = mapper.readTree(output.readLine());
                assertEquals(0, client.get("gaps").asInt());
                List<String> messages = new ArrayList<>();
                client.get("messages").forEach(message -> messages.add(message.toString()));
                assertEquals(expected, messages);
                cuts += client.get("connects").asInt() - 1;
            }
        }
        System.out.println("NodeClientIT: the clients came back " + cuts + " times");
        assertTrue(cuts >= CLIENTS);
    }
}
