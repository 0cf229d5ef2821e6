/** Serves what clients are made with: the JavaScript client, and the contract of the application. */
package io.quarkiverse.channelbox.runtime.client;
