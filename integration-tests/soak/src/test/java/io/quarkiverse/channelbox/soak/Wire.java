package io.quarkiverse.channelbox.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** The bytes of one TCP connection, in and out. Only the loop's thread uses it. */
final class Wire {

    /** Of the system, for a client that does not read. */
    private static final int NARROW_BYTES = 8 * 1024;
    private static final ByteBuffer RECEIVED = ByteBuffer.allocate(256 * 1024);

    /** Whose connection it is. */
    interface Owner {

        /** Bytes have come; what is not taken comes again with the next ones. */
        void received(ByteBuffer bytes);

        /** The server has ended TCP, in whichever way: once, and not if the client has done so before. */
        void ended();
    }

    private final SocketChannel socket = SocketChannel.open();
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private final SelectionKey key;
    private final Owner owner;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean doesRead = true;
    private boolean isEnded;

    Wire(Loop loop, int port, boolean isNarrow, Owner owner) throws IOException {
        this.owner = owner;
        socket.configureBlocking(false);
        if (isNarrow) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, NARROW_BYTES);
        }
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = loop.register(socket, SelectionKey.OP_CONNECT, this::ready);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
    }

    void write(String text) {
        write(text.getBytes(US_ASCII));
    }

    void write(byte[] bytes) {
        if (!isEnded) {
            waiting.add(ByteBuffer.wrap(bytes));
            if (socket.isConnected()) {
                flush();
            }
        }
    }

    void reads(boolean does) {
        doesRead = does;
        interest();
    }

    private void interest() {
        if (!isEnded && socket.isConnected()) {
            key.interestOps((doesRead ? SelectionKey.OP_READ : 0) | (waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    private void ready() {
        try {
            if (isEnded) {
                return;
            }
            if (key.isConnectable()) {
                socket.finishConnect();
                flush();
            }
            if (!isEnded && key.isValid() && key.isWritable()) {
                flush();
            }
            if (!isEnded && key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            end();
        }
    }

    private void flush() {
        try {
            while (!waiting.isEmpty()) {
                socket.write(waiting.peek());
                if (waiting.peek().hasRemaining()) {
                    break;
                }
                waiting.remove();
            }
        } catch (IOException e) {
            // Nobody takes it any more. What came before that is still to be read, also the close frame.
            waiting.clear();
        }
        interest();
    }

    private void read() throws IOException {
        RECEIVED.clear().put(rest);
        boolean isEof = socket.read(RECEIVED) < 0;
        RECEIVED.flip();
        owner.received(RECEIVED);
        rest = ByteBuffer.allocate(RECEIVED.remaining()).put(RECEIVED).flip();
        if (isEof) {
            end();
        }
    }

    private void end() {
        if (!isEnded) {
            close();
            owner.ended();
        }
    }

    /** Says that nothing more will come, and goes on reading. */
    void closeHalf() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            end();
        }
    }

    /** TCP ends with a reset, whatever waits. */
    void reset() {
        if (!isEnded) {
            try {
                if (socket.isConnected()) {
                    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            } catch (IOException e) {
                // The other side has ended it before.
            }
            close();
        }
    }

    private void close() {
        isEnded = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
