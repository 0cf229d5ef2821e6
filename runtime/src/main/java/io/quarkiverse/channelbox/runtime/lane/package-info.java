/** All that one event loop owns: the connections that it serves, their channels, and what is written to them. */
package io.quarkiverse.channelbox.runtime.lane;
