/** Bounds what clients can make the server queue: frames of theirs that wait to be handled, and what is answered to them. */
package io.quarkiverse.channelbox.runtime.inbound;
