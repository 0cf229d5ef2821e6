package io.quarkiverse.channelbox.testclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.channelbox.testclient.RoughNetwork.Fault;

/** One connection of a {@link RoughNetwork}, from the request of its handshake to its end. */
final class RoughLink implements Runnable {

    private static final int BUFFER_BYTES = 65_536;
    private static final int MAX_MILLIS_LATE = 3_000;
    private static final int MAX_MILLIS_SLOW = 300;
    private static final byte[] BAD_GATEWAY = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(ISO_8859_1);

    private final RoughNetwork network;
    private final Socket client;
    private final Socket upstream = new Socket();
    private volatile boolean isOpen;
    private volatile boolean isServerDeaf;
    private volatile boolean isClientDeaf;
    private volatile boolean isSlow;

    RoughLink(RoughNetwork network, Socket client) {
        this.network = network;
        this.client = client;
    }

    /** It is that of a WebSocket, and nothing has happened to it yet. */
    boolean isSound() {
        return isOpen && !isServerDeaf && !isClientDeaf && !isSlow;
    }

    @Override
    public void run() {
        try {
            byte[] request = request();
            if (request.length == 0 || network.isCut()) {
                end();
                return;
            }
            handshake(request, network.handshakeFault());
        } catch (IOException e) {
            // One of the ends is not there any more.
            end();
        }
    }

    /** The head of the first request, and what came with it; empty if none comes. */
    private byte[] request() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int length = 0;
        String head = "";
        while (!head.contains("\r\n\r\n")) {
            int read = client.getInputStream().read(buffer, length, buffer.length - length);
            if (read <= 0) {
                return new byte[0];
            }
            length += read;
            head = new String(buffer, 0, length, ISO_8859_1);
        }
        network.sawAddress(head.split(" ", 3)[1].length());
        return Arrays.copyOf(buffer, length);
    }

    private void handshake(byte[] request, Fault fault) throws IOException {
        if (fault == Fault.BAD_GATEWAY) {
            client.getOutputStream().write(BAD_GATEWAY);
            end();
        } else if (fault == Fault.GARBAGE) {
            byte[] garbage = new byte[200];
            network.random().nextBytes(garbage);
            client.getOutputStream().write(garbage);
            end();
        } else if (fault == Fault.NO_ANSWER) {
            isServerDeaf = true;
            pump(client, upstream);
        } else {
            if (fault == Fault.LATE) {
                delay(MAX_MILLIS_LATE);
            }
            upstream.setTcpNoDelay(true);
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), network.target()));
            upstream.getOutputStream().write(request);
            answer(fault);
        }
    }

    private void answer(Fault fault) throws IOException {
        byte[] answer = new byte[BUFFER_BYTES];
        int length = upstream.getInputStream().read(answer);
        boolean isHalf = fault == Fault.HALF_ANSWER || fault == Fault.HALF_ANSWER_AND_SILENCE;
        client.getOutputStream().write(answer, 0, isHalf ? length / 2 : Math.max(0, length));
        if (length < 0 || fault == Fault.HALF_ANSWER) {
            end();
            return;
        }
        isClientDeaf = fault == Fault.HALF_ANSWER_AND_SILENCE;
        isOpen = new String(answer, 0, length, ISO_8859_1).startsWith("HTTP/1.1 101");
        network.execute(() -> pump(upstream, client));
        pump(client, upstream);
    }

    void suffer(Fault fault) {
        switch (fault) {
            case CUT -> end();
            case CUT_FOR_CLIENT -> {
                isServerDeaf = true;
                isClientDeaf = true;
                close(client);
            }
            case DEAF_SERVER -> isServerDeaf = true;
            case DEAF_CLIENT -> isClientDeaf = true;
            case SILENCE -> {
                isServerDeaf = true;
                isClientDeaf = true;
            }
            case SLOW -> isSlow = true;
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    /** Until one end is gone; who is deaf does not notice. */
    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (isSlow) {
                    delay(MAX_MILLIS_SLOW);
                }
                if (!isDeaf(to)) {
                    to.getOutputStream().write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // One of them has ended.
        }
        close(from);
        if (!isDeaf(to)) {
            close(to);
        }
        if (client.isClosed() && (upstream.isClosed() || !upstream.isConnected())) {
            end();
        }
    }

    private boolean isDeaf(Socket socket) {
        return socket == client ? isClientDeaf : isServerDeaf;
    }

    private void delay(int maxMillis) {
        LockSupport.parkNanos(1_000_000L * network.random().nextInt(maxMillis));
    }

    void end() {
        isOpen = false;
        close(client);
        close(upstream);
        network.ended(this);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
