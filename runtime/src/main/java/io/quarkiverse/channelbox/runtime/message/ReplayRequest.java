package io.quarkiverse.channelbox.runtime.message;

/**
 * Which stored messages a new member gets before its first live one.
 *
 * @param last how many of the newest, if it does not go on from a message
 * @param after the message to go on from; {@code null} for none
 * @param maxAfter how many of the messages that followed it may be given; if there are more, the newest of them
 */
public record ReplayRequest(int last, LogPosition after, int maxAfter) {

    /** For whom it is enough that messages come from now on: not even the place of the group in its log is read. */
    public static final ReplayRequest NONE = new ReplayRequest(0, null, -1);

    public static ReplayRequest last(int count) {
        return new ReplayRequest(count, null, 0);
    }

    public static ReplayRequest after(LogPosition position, int maxAfter) {
        return new ReplayRequest(0, position, maxAfter);
    }
}
