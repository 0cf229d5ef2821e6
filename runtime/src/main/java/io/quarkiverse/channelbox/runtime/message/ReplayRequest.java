package io.quarkiverse.channelbox.runtime.message;

/**
 * Which stored messages a new member gets before its first live one.
 *
 * @param last how many of the newest, if it does not go on from a message or cannot
 * @param after the id of the message to go on from; {@code null} for none
 * @param maxAfter how many messages it may get that way; if there are more, it cannot go on from there
 */
public record ReplayRequest(int last, String after, int maxAfter) {

    /** For whom it is enough that messages come from now on: not even the place of the group in its log is read. */
    public static final ReplayRequest NONE = new ReplayRequest(0, null, -1);

    public static ReplayRequest last(int count) {
        return new ReplayRequest(count, null, 0);
    }
}
