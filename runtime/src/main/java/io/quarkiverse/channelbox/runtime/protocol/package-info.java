/** The wire form of the subprotocol {@code channelbox.v1}: frames and positions, without any state. */
package io.quarkiverse.channelbox.runtime.protocol;
