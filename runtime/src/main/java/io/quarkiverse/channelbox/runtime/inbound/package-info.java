/** What stands in the pipeline of a connection between its client and all else, and holds the client to the rules. */
package io.quarkiverse.channelbox.runtime.inbound;
