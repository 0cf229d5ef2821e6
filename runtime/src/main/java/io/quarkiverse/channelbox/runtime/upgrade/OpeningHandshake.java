package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.List;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What a request needs to become a WebSocket (RFC 6455, section 4.2.1). WebSockets Next goes by {@code Sec-WebSocket-Key}
 * alone; what is found out when everything has been decided may get no answer at all, or a protocol of before the RFC.
 */
final class OpeningHandshake {

    static final String VERSION_HEADER = "Sec-WebSocket-Version";
    static final String VERSION = "13";

    private OpeningHandshake() {
    }

    /** @throws RefusedException if no WebSocket can come of it */
    static void check(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            throw new RefusedException(405, "a WebSocket is opened with GET");
        }
        if (request.version() != HttpVersion.HTTP_1_1) {
            throw new RefusedException(400, "a WebSocket is opened with HTTP/1.1");
        }
        if (!has(request, HttpHeaders.CONNECTION, "upgrade") || !has(request, HttpHeaders.UPGRADE, "websocket")) {
            throw new RefusedException(400, "a WebSocket is opened with 'Connection: Upgrade' and 'Upgrade: websocket'");
        }
        List<String> versions = request.headers().getAll(VERSION_HEADER);
        if (versions.isEmpty()) {
            throw new RefusedException(400, "a WebSocket is opened with a " + VERSION_HEADER);
        }
        if (!versions.equals(List.of(VERSION))) {
            throw new RefusedException(426, "the version of the protocol is " + VERSION);
        }
        // It may never come.
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || request.headers().getAll(HttpHeaders.CONTENT_LENGTH)
                .stream().anyMatch(length -> !length.equals("0"))) {
            throw new RefusedException(400, "a WebSocket is opened without a body");
        }
    }

    private static boolean has(HttpServerRequest request, CharSequence header, String token) {
        return request.headers().getAll(header).stream().flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(each -> each.strip().equalsIgnoreCase(token));
    }
}
