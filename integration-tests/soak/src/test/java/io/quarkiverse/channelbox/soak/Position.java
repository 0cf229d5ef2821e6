package io.quarkiverse.channelbox.soak;

/** Up to where somebody has a log. */
record Position(String id, String epoch, long offset) {

    static Position of(String id) {
        String[] parts = id.split(":");
        return new Position(id, parts[0], Long.parseLong(parts[1]));
    }
}
