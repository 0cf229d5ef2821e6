package io.quarkiverse.channelbox.test;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Why an application did not start. */
final class StartFailures {

    private StartFailures() {
    }

    /** What the configuration exception says that is at the bottom of a failure; else what its innermost cause does. */
    static String message(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ConfigurationException)) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
