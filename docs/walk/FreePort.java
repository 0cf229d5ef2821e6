import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Prints a port of the loopback address that nobody listens at, and that the system does not give to a connection: there are
 * many before it is used.
 */
class FreePort {

    private static final int FIRST = 20_000;
    /** The system's own begin here, on Linux. */
    private static final int LAST = 32_768;

    public static void main(String[] args) throws Exception {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                System.out.println(socket.getLocalPort());
                return;
            } catch (BindException e) {
                // Taken: another one.
            }
        }
    }
}
