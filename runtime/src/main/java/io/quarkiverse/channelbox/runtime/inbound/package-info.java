/**
 * What stands in the pipeline of a connection between its client and all else: it holds the client to the rules, and bounds
 * what it can make the server queue, frames of its own that wait to be handled and what is answered to them.
 */
package io.quarkiverse.channelbox.runtime.inbound;
