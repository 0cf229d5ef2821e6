package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.WsClient;

/** The packaged application, ended as an operator does it: by SIGTERM. */
class ShutdownIT {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^ ]+)");
    private static final int TERMINATED = 128 + 15;

    @Test
    void tellsItsClientsThatItGoesAway() throws IOException, InterruptedException {
        Process application = new ProcessBuilder(command()).redirectErrorStream(true).start();
        List<String> log = new ArrayList<>();
        try (BufferedReader output = application.inputReader()) {
            URI base = awaitStart(output, log);
            WsClient ann = WsClient.open(base, "/ws/chat/lobby");
            WsClient bob = WsClient.open(base, "/ws/relay/other");
            ann.send("{\"username\":\"ann\",\"message\":\"hi\"}");
            ann.next();
            // Not destroy(), which would close the log as well.
            application.toHandle().destroy();
            assertEquals(1001, ann.closeCode());
            assertEquals(1001, bob.closeCode());
            output.lines().forEach(log::add);
            assertTrue(application.waitFor(20, TimeUnit.SECONDS), "it did not end");
            assertEquals(TERMINATED, application.exitValue());
            assertEquals(List.of(), log.stream().filter(line -> line.contains("WARN") || line.contains("ERROR")).toList());
        } finally {
            application.destroyForcibly();
        }
    }

    private static List<String> command() {
        Path binary = Path.of(System.getProperty("native.image.path", ""));
        List<String> options = List.of("-Dquarkus.http.port=0", "-Dquarkus.http.host=127.0.0.1");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(binary) && Files.isRegularFile(binary)) {
            command.add(binary.toString());
            command.addAll(options);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        }
        return command;
    }

    private static URI awaitStart(BufferedReader output, List<String> log) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return URI.create(listening.group(1));
            }
        }
        return fail("The application did not start: " + log);
    }
}
