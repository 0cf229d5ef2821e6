package io.quarkiverse.channelbox.storm;

import com.fasterxml.jackson.databind.JsonNode;

/** A process or a page in which JavaScript clients run. */
interface Caller {

    /** Calls a method of the {@code Crowd} in crowd.js. */
    JsonNode call(String method, Object... parameters);
}
