/** Records what the application sends, for its tests; in test mode only. */
package io.quarkiverse.channelbox.runtime.testing;
