package io.quarkiverse.channelbox.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a browser can send a token with an upgrade, for which scripts may not set headers. */
enum TokenWay {

    QUERY {
        @Override
        String path(String path, String token) {
            return path + (path.contains("?") ? "&" : "?") + "token=" + token;
        }
    },

    COOKIE {
        @Override
        Map<String, String> headers(String token) {
            return Map.of("Cookie", "token=" + token);
        }
    },

    SUBPROTOCOL {
        @Override
        String[] protocols(String token, List<String> protocols) {
            List<String> all = new ArrayList<>(protocols);
            all.add("quarkus-http-upgrade%23Authorization%23Bearer%20" + token);
            return all.toArray(String[]::new);
        }
    };

    String path(String path, String token) {
        return path;
    }

    Map<String, String> headers(String token) {
        return Map.of();
    }

    String[] protocols(String token, List<String> protocols) {
        return protocols.toArray(String[]::new);
    }
}
