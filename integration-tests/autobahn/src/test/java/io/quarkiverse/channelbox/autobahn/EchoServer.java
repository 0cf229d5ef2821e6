package io.quarkiverse.channelbox.autobahn;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Runs the packaged application for as long as the test suite needs it. */
public final class EchoServer {

    private EchoServer() {
    }

    /**
     * Called by the plugin, which interrupts its thread when all cases have been run.
     *
     * @param args the port
     */
    public static void main(String[] args) throws IOException, URISyntaxException {
        Path target = Path.of(EchoServer.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent();
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.http.port=" + args[0], "-jar", target.resolve("quarkus-app/quarkus-run.jar").toString())
                .redirectErrorStream(true).redirectOutput(target.resolve("echo-server.log").toFile()).start();
        // Also if Maven itself is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            server.destroy();
        }
    }
}
