package io.quarkiverse.channelbox.testclient;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server process that a test starts: what it has for itself, a port and a directory, and its end. */
public final class Scratch {

    private static final int FIRST_PORT = 20_000;
    /** The system's own begin here, on Linux. */
    private static final int LAST_PORT = 32_768;
    private static final int SLICES = 4;
    private static final int SLICE = (LAST_PORT - FIRST_PORT) / SLICES;
    /**
     * Where the ports of this process begin. The tests of a module run in several, which have numbers: none must take a port
     * that is free only as long as a server of another one is down.
     */
    private static final int FIRST_OF_SLICE = FIRST_PORT
            + Math.floorMod(Integer.getInteger("test.fork", 0), SLICES) * SLICE;

    private Scratch() {
    }

    /**
     * A port of the loopback address that nobody listens on, and that the system does not give to a connection: for a server
     * that comes back to it after it was killed, or that cannot say which one it was given, as in dev mode.
     */
    public static int freePort() {
        try (ServerSocket socket = listen()) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on such a port. */
    static ServerSocket listen() throws IOException {
        while (true) {
            try {
                return listen(FIRST_OF_SLICE + ThreadLocalRandom.current().nextInt(SLICE));
            } catch (BindException e) {
                // Taken: another one.
            }
        }
    }

    static ServerSocket listen(int port) throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return listening;
        } catch (IOException e) {
            listening.close();
            throw e;
        }
    }

    /** Whether somebody listens on a port of the loopback address. */
    public static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends a process: as it likes to be ended, and if that takes more than ten seconds by force. */
    public static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Deletes a directory with all that is in it. */
    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
