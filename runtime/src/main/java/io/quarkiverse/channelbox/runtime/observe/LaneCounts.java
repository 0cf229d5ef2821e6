package io.quarkiverse.channelbox.runtime.observe;

/** What a lane counts of the groups of one template; only the lane calls it. */
public interface LaneCounts {

    /** Nobody wants to know. */
    LaneCounts NONE = new LaneCounts() {
        @Override
        public void delivered(long messages, long bytes) {
        }

        @Override
        public void gap() {
        }

        @Override
        public void dropped(long messages) {
        }
    };

    /**
     * Messages were written to sockets.
     *
     * @param messages each as often as there were members that it was written to
     * @param bytes of their frames
     */
    void delivered(long messages, long bytes);

    /** A client was told that messages are missing. */
    void gap();

    /** Messages were left out for a member. */
    void dropped(long messages);
}
