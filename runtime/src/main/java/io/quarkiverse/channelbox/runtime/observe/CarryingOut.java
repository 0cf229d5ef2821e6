package io.quarkiverse.channelbox.runtime.observe;

/** Follows one command of a client. */
public interface CarryingOut {

    /** The status, as nginx has it, where the connection ended first: there is nobody to tell. */
    int CLIENT_GONE = 499;

    /** Nobody follows it. */
    CarryingOut NONE = new CarryingOut() {
        @Override
        public void done() {
        }

        @Override
        public void refused(int status, Throwable failure) {
        }
    };

    /** It is over, and the client was told. On whichever thread. */
    void done();

    /**
     * It is over: it was refused, or it failed.
     *
     * @param status as in HTTP; 500 for what is the server's own failure, {@link #CLIENT_GONE} if the connection ended first
     */
    void refused(int status, Throwable failure);
}
