package io.quarkiverse.channelbox.chat;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says in one of several rooms. What fails here is answered as data that cannot be decoded.
 *
 * @param room without the prefix of its group
 * @param key sent again it is the same message; {@code null} if it is never sent again
 */
@NullMarked
public record SaidInRoom(String room, String username, String message, @Nullable String key) {

    private static final int MAX_KEY_LENGTH = 100;

    public SaidInRoom {
        if (room == null || message == null || message.isBlank() || !ChatRooms.isName(username)
                || key != null && (key.isEmpty() || key.length() > MAX_KEY_LENGTH)) {
            throw new IllegalArgumentException("room, username or message is missing, blank or too long");
        }
    }
}
