/** Serves the JavaScript client. */
package io.quarkiverse.channelbox.runtime.client;
