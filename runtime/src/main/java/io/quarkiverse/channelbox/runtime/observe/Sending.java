package io.quarkiverse.channelbox.runtime.observe;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.Publication;

/** Follows one send. */
public interface Sending {

    /** Nobody follows it. */
    Sending NONE = new Sending() {
        @Override
        public void publishing(Publication publication) {
        }

        @Override
        public void sent(Receipt receipt) {
        }

        @Override
        public void failed(Throwable failure) {
        }
    };

    /**
     * What to call when the last write on this node of the message was made, on whichever thread; not called if there was none.
     * Asked for before the message goes to the engine.
     *
     * @return {@code null} if nobody has to know
     */
    default Runnable whenWritten() {
        return null;
    }

    /** It is encoded, there is room for it, and it goes to the engine next; not called for what fails before. */
    void publishing(Publication publication);

    /** It is over: the engine has it. On whichever thread. */
    void sent(Receipt receipt);

    /** It is over: it failed, or whoever waited for it cancelled, a {@link java.util.concurrent.CancellationException}. */
    void failed(Throwable failure);
}
