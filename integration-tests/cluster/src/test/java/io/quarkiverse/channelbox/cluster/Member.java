package io.quarkiverse.channelbox.cluster;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.channelbox.testclient.ProtocolClient;

/**
 * A member of a group, on whichever node there is: it gets every message once, in the order of the offsets and without a gap,
 * or else it fails. When its node ends, and not for anything else, it goes on from its last message with another one.
 */
final class Member implements Callable<Map<String, String>> {

    static final String END = "\"the end\"";
    private static final Pattern JOINED = Pattern
            .compile(
                    "\\{\"type\":\"joined\",\"group\":\"[^\"]+\",\"id\":\"(\\w+:(\\d+):[\\w-]+)\"(?:,\"recovered\":(true|false))?.*}");
    private static final Pattern MESSAGE = Pattern
            .compile("\\{\"type\":\"message\",\"group\":\"[^\"]+\",\"id\":\"(\\w+:(\\d+):[\\w-]+)\",\"data\":(.*)}");

    private final Cluster cluster;
    private final String room;
    private int node;
    private ProtocolClient client;
    private final Map<String, String> messages = new HashMap<>();
    private String last;
    private long offset;
    private volatile URI base;
    private volatile int comebacks;

    Member(Cluster cluster, String room, int node) throws IOException {
        this.cluster = cluster;
        this.room = room;
        this.node = node;
        connect();
    }

    /** Where it is connected to. */
    URI base() {
        return base;
    }

    int comebacks() {
        return comebacks;
    }

    private void connect() throws IOException {
        base = cluster.base(node);
        client = ProtocolClient.tryToOpen(base, "/ws/chat/" + room
                + (last == null ? "" : "?resume=chat-" + room + "@" + last));
        String text = next();
        Matcher joined = JOINED.matcher(text);
        if (!joined.matches()) {
            throw new AssertionError("Not joined: " + text);
        }
        if (last == null) {
            last = joined.group(1);
            offset = Long.parseLong(joined.group(2));
        } else if (!"true".equals(joined.group(3)) || Long.parseLong(joined.group(2)) != offset) {
            throw new AssertionError("After " + last + ": " + joined.group());
        }
    }

    /** @throws IOException if the node has ended, and could not say so */
    private String next() throws IOException {
        try {
            String text = client.tryNextText();
            while (text.startsWith("{\"type\":\"presence\"")) {
                text = client.tryNextText();
            }
            return text;
        } catch (SocketTimeoutException | ProtocolClient.ClosedException e) {
            throw new AssertionError("After " + last + " on " + base, e);
        }
    }

    /** Returns all messages by id, when the last one has come. */
    @Override
    public Map<String, String> call() throws Exception {
        while (true) {
            try {
                String text = next();
                Matcher message = MESSAGE.matcher(text);
                if (!message.matches() || Long.parseLong(message.group(2)) != offset + 1) {
                    throw new AssertionError("After " + last + " came " + text);
                }
                offset++;
                last = message.group(1);
                messages.put(last, message.group(3));
                if (message.group(3).equals(END)) {
                    client.close();
                    return messages;
                }
            } catch (IOException e) {
                comeBack(e);
            }
        }
    }

    private void comeBack(IOException cause) throws InterruptedException {
        for (int attempt = 0;; attempt++) {
            try {
                node++;
                connect();
                comebacks++;
                return;
            } catch (IOException e) {
                if (attempt == 50) {
                    throw new AssertionError("It could not come back after " + last + ": " + e, cause);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }
}
