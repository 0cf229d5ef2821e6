import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** What the console of a browser does on the page "Getting started": opens a WebSocket, sends its arguments, prints what comes. */
class Tab {

    public static void main(String[] args) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(args[0]),
                new WebSocket.Listener() {
                    private final StringBuilder message = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        message.append(data);
                        if (last) {
                            System.out.println(message);
                            message.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        closed.countDown();
                        return null;
                    }
                }).join();
        for (int i = 1; i < args.length; i++) {
            socket.sendText(args[i], true).join();
        }
        closed.await();
    }
}
