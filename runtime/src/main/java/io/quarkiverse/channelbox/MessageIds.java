package io.quarkiverse.channelbox;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The form of message ids, {@code epoch:offset:signature}; the signature may be missing. */
final class MessageIds {

    private static final Pattern FORM = Pattern.compile("[0-9a-z]{1,32}:[0-9]{1,18}(:[0-9A-Za-z_-]{0,64})?");

    private MessageIds() {
    }

    static String check(@Nullable String messageId) {
        if (messageId == null || !FORM.matcher(messageId).matches()) {
            throw new IllegalArgumentException(
                    "Not a message id: it has the form epoch:offset:signature, as the receipt of a send or a stored message has it");
        }
        return messageId;
    }
}
