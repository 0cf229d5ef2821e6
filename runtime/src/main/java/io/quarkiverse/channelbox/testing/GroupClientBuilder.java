package io.quarkiverse.channelbox.testing;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.ObjectMapper;

/** How a {@link GroupClient} is to connect. Not thread-safe. */
public final class GroupClientBuilder {

    static final String SUBPROTOCOL = "channelbox.v1";

    private final URI address;
    private final List<String> query = new ArrayList<>();
    private final List<String> resume = new ArrayList<>();
    private final List<String> subprotocols = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable SSLContext tls;
    private Duration timeout = Duration.ofSeconds(10);

    GroupClientBuilder(URI address) {
        this.address = address;
    }

    /** A parameter of the query; name and value are encoded. */
    public GroupClientBuilder query(String name, String value) {
        query.add(encoded(name) + '=' + encoded(value));
        return this;
    }

    /** A header of the upgrade, {@code Origin} for instance. */
    public GroupClientBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Authenticates with a token. */
    public GroupClientBuilder bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** Authenticates with a user's name and password. */
    public GroupClientBuilder basic(String user, String password) {
        byte[] credentials = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    /** Offers another subprotocol as well; one that carries a token for instance. */
    public GroupClientBuilder subprotocol(String name) {
        subprotocols.add(name);
        return this;
    }

    /** Comes back: goes on after the message with that id. Once for each group. */
    public GroupClientBuilder resume(String group, String id) {
        resume.add(group + '@' + id);
        return this;
    }

    /** Whose certificates it trusts; needed for {@code wss} with a certificate that is made for tests. */
    public GroupClientBuilder tls(SSLContext context) {
        tls = context;
        return this;
    }

    /** How long each wait of the client lasts at the most, the one for the connection too; 10 seconds by default. */
    public GroupClientBuilder timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /**
     * Opens the connection; {@code hello} has come then.
     *
     * @throws UpgradeRefusedException if it is not let in
     * @throws IllegalArgumentException if there can be no such request
     * @throws AssertionError if there is no connection
     */
    public GroupClient connect() {
        List<String> offered = new ArrayList<>(List.of(SUBPROTOCOL));
        offered.addAll(subprotocols);
        return open(offered, (wire, inbox, mapper) -> {
            if (!wire.subprotocol().equals(SUBPROTOCOL)) {
                throw new AssertionError("The server did not agree to " + SUBPROTOCOL);
            }
            return new GroupClient(wire, inbox, mapper, timeout);
        });
    }

    /**
     * The same without {@code channelbox.v1}: the client gets payloads as they are.
     *
     * @throws UpgradeRefusedException if it is not let in
     * @throws IllegalArgumentException if there can be no such request
     * @throws AssertionError if there is no connection
     */
    public PlainClient connectPlain() {
        return open(subprotocols, (wire, inbox, mapper) -> new PlainClient(wire, inbox, mapper, timeout));
    }

    private interface Opened<T> {

        T client(Wire wire, Inbox inbox, ObjectMapper mapper);
    }

    private <T> T open(List<String> offered, Opened<T> opened) {
        ObjectMapper mapper = Application.mapper();
        Inbox inbox = new Inbox();
        Wire wire = new Wire(inbox, new Frames(mapper, !offered.contains(SUBPROTOCOL)));
        wire.open(uri(), HttpClients.get(tls), timeout, socket -> {
            headers.forEach(socket::header);
            if (!offered.isEmpty()) {
                socket.subprotocols(offered.get(0), offered.stream().skip(1).toArray(String[]::new));
            }
        });
        try {
            return opened.client(wire, inbox, mapper);
        } catch (AssertionError e) {
            wire.abort();
            throw e;
        }
    }

    private URI uri() {
        List<String> all = new ArrayList<>(query);
        if (!resume.isEmpty()) {
            all.add(resume.stream().map(GroupClientBuilder::encoded).collect(Collectors.joining(",", "resume=", "")));
        }
        String text = address.toString().replaceFirst("^http", "ws");
        if (all.isEmpty()) {
            return URI.create(text);
        }
        return URI.create(text + (address.getRawQuery() == null ? '?' : '&') + String.join("&", all));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
