package io.quarkiverse.channelbox.chat;

/** A request that cannot be answered, and why: HTTP 400. */
class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
        super(message);
    }
}
