package io.quarkiverse.channelbox.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The load client, in a process of its own. */
final class Load {

    private static final String CLIENT = "io.quarkiverse.channelbox.benchmark.load.LoadClient";

    private Load() {
    }

    /** @param options see {@code load.LoadClient} */
    static Measurement run(Peer peer, int port, Server server, List<String> options) throws IOException, InterruptedException {
        return run(peer.path(), String.valueOf(port), peer.protocol(), String.valueOf(server.pid()), options);
    }

    /** The same beside what the caller does meanwhile. */
    static CompletableFuture<Measurement> start(Peer peer, int port, Server server, List<String> options) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run(peer, port, server, options);
            } catch (IOException e) {
                return Measurement.failed(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Measurement.failed("interrupted");
            }
        });
    }

    static Measurement run(String path, String ports, String protocol, String pids, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m",
                "-cp", System.getProperty("java.class.path"), CLIENT, "port=" + ports, "path=" + path, protocol,
                "pid=" + pids));
        command.addAll(options);
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        String last = "nothing";
        try (BufferedReader output = client.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("deliveries=")) {
                    return Measurement.parse(line);
                }
                if (line.contains("Exception")) {
                    last = line.replaceFirst("^.*Exception: ", "");
                }
            }
        } finally {
            client.waitFor();
        }
        return Measurement.failed(last);
    }
}
