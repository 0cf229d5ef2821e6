/** What travels, immutable: payloads, targets, publications, deliveries, slices of the log. */
package io.quarkiverse.channelbox.runtime.message;
