package org.acme.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

// tag::node[]
/** The packaged application, once more. */
class OtherNode implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

    private final Process process;
    private final URI base;

    OtherNode(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dquarkus.http.port=0"));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader log = process.inputReader();
        base = log.lines().map(LISTENING::matcher).filter(Matcher::find).map(line -> URI.create(line.group(1)))
                .findFirst().orElseThrow(() -> new IllegalStateException("The other node did not start"));
        Thread reader = new Thread(() -> log.lines().forEach(line -> System.out.println("other node: " + line)));
        reader.setDaemon(true);
        reader.start();
    }

    URI uri(String path) {
        return base.resolve(path);
    }

    @Override
    public void close() {
        process.toHandle().destroy(); // which leaves its log open until the end
        process.onExit().join();
    }
}
// end::node[]
